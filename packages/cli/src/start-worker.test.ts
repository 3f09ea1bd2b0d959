import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';
import { startWorker } from './start-worker.ts';

describe('startWorker', () => {
  it('runs a module, in TypeScript, that imports the library by its name', async () => {
    const worker = startWorker('doctor/backend-run');
    expect(await once(worker, 'exit')).toEqual([0]);
  });

  it('fails on a module that is not there', async () => {
    const worker = startWorker('doctor/nowhere');
    const [error] = (await once(worker, 'error')) as [Error];
    expect(error.message).toContain('nowhere');
  });
});

/** A checkout in small: the real `bin` on workspaces of one module or two. */
describe('bin/source.js', () => {
  const packages = fileURLToPath(new URL('../..', import.meta.url));
  const modules = path.join(packages, '..', 'node_modules');
  let root = '';
  const write = (file: string, text: string): void => {
    const target = path.join(root, 'packages', file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  const start = (): ReturnType<typeof runCommand> =>
    runCommand([], { script: path.join(root, 'packages/cli/bin/temper.js') });

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'temper-source-'));
    mkdirSync(path.join(root, 'node_modules'));
    symlinkSync(path.join(modules, 'esbuild'), path.join(root, 'node_modules/esbuild'));
    symlinkSync(path.join(root, 'packages/temper'), path.join(root, 'node_modules/temper'));
    cpSync(path.join(packages, 'cli/bin'), path.join(root, 'packages/cli/bin'), {
      recursive: true,
    });
    cpSync(
      path.join(packages, 'temper/package.json'),
      path.join(root, 'packages/temper/package.json'),
    );
    cpSync(path.join(packages, 'cli/package.json'), path.join(root, 'packages/cli/package.json'));
    write('temper/src/index.ts', "export { alpha } from './deep/alpha.ts';\n");
    write('temper/src/deep/alpha.ts', 'export const alpha: number = 0.1;\n');
    write('temper/src/deep/alpha.test.ts', 'this is not TypeScript');
    write(
      'cli/src/main.ts',
      "import { Worker } from 'node:worker_threads';\n" +
        "import { alpha } from 'temper';\n" +
        'export async function main(): Promise<number> {\n' +
        "  const worker = new Worker(new URL('../bin/worker.js', import.meta.url), { argv: ['jobs/job'] });\n" +
        "  const told = await new Promise((resolve) => worker.on('message', resolve));\n" +
        '  process.stdout.write(`${alpha} ${String(told)}`);\n' +
        "  return (await import('./code.ts')).code;\n" +
        '}\n',
    );
    write('cli/src/code.ts', 'export const code: number = 7;\n');
    write(
      'cli/src/jobs/job.ts',
      "import { parentPort } from 'node:worker_threads';\nimport { alpha } from 'temper';\nparentPort!.postMessage(2 * alpha);\n",
    );
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('runs the sources, in workers too, and compiles again only what changed', async () => {
    expect(await start()).toEqual({ exitCode: 7, stdout: '0.1 0.2', stderr: '' });
    const compiled = path.join(root, 'packages/temper/dist/index.js');
    writeFileSync(compiled, readFileSync(compiled, 'utf8').replace('{', '{ /* kept */ '));
    write('temper/src/deep/alpha.ts', 'export const alpha: number = 0.25;\n');
    expect(await start()).toEqual({ exitCode: 7, stdout: '0.25 0.5', stderr: '' });
    expect(readFileSync(compiled, 'utf8')).toContain('kept');
  });

  it('compiles again what was deleted from dist', async () => {
    rmSync(path.join(root, 'packages/cli/dist/jobs/job.js'));
    expect((await start()).stdout).toBe('0.25 0.5');
  });

  it('shows the lines of the sources in a stack', async () => {
    write(
      'cli/src/code.ts',
      '\n\nthrow new Error("boom" satisfies string);\nexport const code = 1;\n',
    );
    const { exitCode, stderr } = await start();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(path.join('packages', 'cli', 'src', 'code.ts:3:'));
  });

  it('names the file and line that cannot be compiled, and keeps what was compiled before', async () => {
    write('temper/src/deep/alpha.ts', 'export const = 1;\n');
    const { exitCode, stderr } = await start();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot compile');
    expect(stderr).toMatch(/alpha[.]ts:1:13/);
    expect(readFileSync(path.join(root, 'packages/temper/dist/deep/alpha.js'), 'utf8')).toContain(
      '0.25',
    );
  });

  it('needs no sources and no compiler where the package is published', async () => {
    write('cli/dist/main.js', 'export const main = () => 3;\n');
    for (const name of ['temper', 'cli'])
      rmSync(path.join(root, 'packages', name, 'src'), { recursive: true });
    rmSync(path.join(root, 'node_modules/esbuild'));
    expect((await start()).exitCode).toBe(3);
  });
});
