import { describe, expect, it } from 'vitest';
import { runCommand } from '../../test/support/run-command.ts';

describe('temper study', () => {
  it.each([
    [
      ['run', 'mood'],
      "expected the study to be one of accuracy, calibration, penultimate, got 'mood'",
    ],
    [
      ['run', 'accuracy', '--scale', 'huge'],
      "expected --scale to be one of tour, small, paper, got 'huge'",
    ],
    [
      ['run', 'accuracy', '--seeds', '0,-1'],
      "expected --seeds to be a list as 800,800, each a whole number of at least 0, got '0,-1'",
    ],
    [
      ['run', 'accuracy', '--dry-run', '--seeds', '0', '--num-seeds', '2'],
      'expected --seeds or --num-seeds, got both; leave one out',
    ],
  ])('answers %j with one line and exit code 2', async (args, message) => {
    const { exitCode, stderr, stdout } = await runCommand(['study', ...args]);
    expect({ exitCode, stderr, stdout }).toEqual({
      exitCode: 2,
      stderr: `temper: ${message}\n`,
      stdout: '',
    });
  });

  it('lists every study with every scale', async () => {
    const { stdout } = await runCommand(['study', 'list', '--json']);
    const { studies } = JSON.parse(stdout) as {
      studies: { name: string; scales: { scale: string; seeds: number[] }[] }[];
    };
    expect(studies.map(({ name, scales }) => [name, scales.map(({ scale }) => scale)])).toEqual([
      ['accuracy', ['tour', 'small', 'paper']],
      ['calibration', ['tour', 'small', 'paper']],
      ['penultimate', ['tour', 'small', 'paper']],
    ]);
    expect(studies[0]!.scales[2]!.seeds).toEqual([0, 1, 2, 3, 4]);
  });
});
