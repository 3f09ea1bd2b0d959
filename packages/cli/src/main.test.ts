import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../test/support/run-command.ts';

/** These start the command as a user does; what can be tested without a process is tested elsewhere. */
describe('temper', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'temper-command-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('prints help to standard output, through its link and from any folder', async () => {
    const script = fileURLToPath(new URL('../../../node_modules/.bin/temper', import.meta.url));
    const { exitCode, stdout, stderr } = await runCommand(['--help'], { cwd: folder, script });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of ['tour', 'train', 'data', 'doctor'])
      expect(stdout).toContain(`\n  ${command} `);
  });

  it.each([
    [
      ['train', '--label-smoothing', '1', '--json'],
      'expected --label-smoothing to be a number in [0, 1), got 1;',
    ],
    [['train', '--device', 'cuda'], 'expected --device cuda to compute, got none: '],
  ])('answers the mistake %j with one line and exit code 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await runCommand(args, { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^temper: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('prints one JSON document for data list, with TEMPER_DATA as the place', async () => {
    const env = { TEMPER_DATA: folder };
    const { exitCode, stdout, stderr } = await runCommand(['data', 'list', '--json'], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      dataDir: folder,
      dataSets: [
        { name: 'glyphs', kind: 'generated', present: true, directory: null, bytes: null },
        {
          name: 'mnist',
          kind: 'files',
          present: false,
          directory: path.join(folder, 'mnist'),
          bytes: 11_594_722,
        },
        { name: 'cifar10', form: null, directory: path.join(folder, 'cifar10') },
        { name: 'cifar100', form: null, directory: path.join(folder, 'cifar100') },
      ],
    });
  });

  it('prints the plan of data get, and does nothing', async () => {
    const args = ['data', 'get', 'mnist', '--dry-run', '--json', '--data-dir', folder];
    const { exitCode, stdout } = await runCommand(args);
    expect(exitCode).toBe(0);
    const plan = JSON.parse(stdout) as { origins: string[]; files: unknown[] };
    expect(plan).toMatchObject({
      dryRun: true,
      dataSet: 'mnist',
      directory: path.join(folder, 'mnist'),
    });
    expect(plan.origins.length).toBeGreaterThan(1);
    expect(plan.files).toHaveLength(4);
  });

  it('gives the document of a failed check, and then the line and exit code of a mistake', async () => {
    const { exitCode, stdout, stderr } = await runCommand([
      'data',
      'check',
      'mnist',
      '--json',
      '--data-dir',
      folder,
    ]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ dataSet: 'mnist', ok: false });
    expect(stderr).toMatch(
      /^temper: expected the files of mnist in '.*' to be whole, found [^\n]* missing[^\n]*\n$/,
    );
  });

  it('runs a graph in doctor and finds this machine in order', async () => {
    const args = ['doctor', '--json', '--threads', '1', '--out', path.join(folder, 'runs')];
    const { exitCode, stdout, stderr } = await runCommand(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const found = JSON.parse(stdout) as { graph: Record<string, number> };
    expect(found).toMatchObject({
      ok: true,
      node: process.versions.node,
      threads: 1,
      runs: { directory: path.join(folder, 'runs'), writable: true },
    });
    expect(found.graph.runMilliseconds).toBeGreaterThan(0);
  });

  it('calls a runs folder that cannot be made broken, with one line and exit code 1', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const { exitCode, stdout, stderr } = await runCommand([
      'doctor',
      '--out',
      path.join(file, 'runs'),
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^part +state +found\n/);
    expect(stdout).toMatch(/\nruns folder +broken +ENOTDIR/);
    expect(stderr).toBe('temper: expected every needed part to work, found broken: runs folder\n');
  });

  it('ends quietly when nobody reads on', async () => {
    const { exitCode, stderr } = await runCommand(['data', 'list'], { closeStdout: true });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
