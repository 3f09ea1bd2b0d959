import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin, preview } from 'vite';
import { vi } from 'vitest';

/** The explorer as it is delivered, on a port of this machine. */
export interface ServedExplorer {
  readonly url: string;
  /** Every source file with code in the page or its worker. */
  readonly modules: ReadonlySet<string>;
  /** Code and style, by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly close: () => Promise<void>;
}

/** Builds the page into a folder of its own and serves it. */
export async function serveExplorer(): Promise<ServedExplorer> {
  const modules = new Set<string>();
  const files = new Map<string, string>();
  const record = (): Plugin => ({
    name: 'record',
    generateBundle: (_, bundle) => {
      for (const output of Object.values(bundle)) {
        if (output.type === 'asset') {
          if (typeof output.source === 'string') files.set(output.fileName, output.source);
          continue;
        }
        files.set(output.fileName, output.code);
        for (const [name, { renderedLength }] of Object.entries(output.modules)) {
          if (renderedLength > 0) modules.add(name);
        }
      }
    },
  });
  const outDir = await mkdtemp(join(tmpdir(), 'temper-explorer-'));
  const shared = {
    configFile: join(import.meta.dirname, '../../vite.config.ts'),
    logLevel: 'silent',
  } as const;
  // Vitest's own value would build the page with the development version of React.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    ...shared,
    build: { outDir, emptyOutDir: true },
    plugins: [record()],
    worker: { plugins: () => [record()] },
  });
  vi.unstubAllEnvs();
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0 } });
  return {
    url: server.resolvedUrls!.local[0]!,
    modules,
    files,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
