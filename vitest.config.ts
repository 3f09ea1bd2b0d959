import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** Makes every workspace run from its TypeScript source, unbuilt. */
const conditions = ['temper-source', 'module', 'node', 'import', 'default'];

function project(
  name: string,
  include: readonly string[],
  timeout: number,
): TestProjectConfiguration {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: [...include],
      testTimeout: timeout,
      pool: 'forks',
      setupFiles: ['packages/temper/test/support/setup.ts'],
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      project(
        'unit',
        ['{packages,apps}/*/src/**/*.test.ts', '{bench,examples}/*.test.ts', 'scripts/*/*.test.ts'],
        20_000,
      ),
      project('golden', ['packages/*/test/golden/**/*.test.ts'], 20_000),
      project('train', ['packages/*/test/train/**/*.test.ts'], 120_000),
      project('browser', ['{packages,apps}/*/test/browser/**/*.test.ts'], 60_000),
    ],
  },
});
