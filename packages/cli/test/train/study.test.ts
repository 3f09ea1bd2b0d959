import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/run-command.ts';

const COMMAND = fileURLToPath(new URL('../../bin/temper.js', import.meta.url));

let out = '';
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'temper-study-'));
});
afterAll(() => rm(out, { recursive: true, force: true }));

interface StudyDocument {
  readonly trials: readonly { readonly hash: string; readonly status: string }[];
  readonly report: string;
  readonly analysis: {
    readonly networks: readonly {
      readonly claims: readonly { readonly claim: string; readonly verdict: string }[];
      readonly triples: readonly {
        readonly claims: readonly { readonly claim: string; readonly verdict: string }[];
      }[];
    }[];
  };
}

async function study(...args: string[]): Promise<StudyDocument> {
  const { exitCode, stdout, stderr } = await runCommand(['study', ...args, '--out', out, '--json']);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as StudyDocument;
}

describe('temper study', () => {
  // Two trials of twenty seconds on two free cores; a busy machine takes several times as long.
  it(
    'saves at Ctrl-C, goes on, and sees the paper’s effects on glyphs',
    { timeout: 400_000 },
    async () => {
      const child = spawn(
        process.execPath,
        [COMMAND, 'study', 'run', 'penultimate', '--out', out],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      setTimeout(() => child.kill('SIGINT'), 10_000);
      expect(await once(child, 'exit')).toEqual([130, null]);
      expect(said).toContain(
        `stopped with 0 of 2 trials done, saved; go on with: npx temper study run penultimate --out ${out}`,
      );
      const begun = await readdir(join(out, 'train'));
      expect(begun).toHaveLength(2);
      const { trials, report, analysis } = await study('run', 'penultimate');
      expect(trials.map(({ status }) => status)).toEqual(['finished', 'finished']);
      expect(trials.map(({ hash }) => hash).sort()).toEqual([...begun].sort());
      expect(await readFile(report, 'utf8')).toContain('What does label smoothing do');
      const [network] = analysis.networks;
      const verdicts = new Map(
        [network!, ...network!.triples].flatMap(({ claims }) =>
          claims.map(({ claim, verdict }) => [claim, verdict]),
        ),
      );
      for (const claim of [
        'With smoothing, training clusters are tighter',
        'With smoothing, classes are more equally far apart',
        'With smoothing, activations are smaller',
        'With hard labels, the similar classes are near each other',
        'With smoothing, they separate',
      ]) {
        expect(verdicts.get(claim), claim).toBe('seen');
      }

      const plan = await study('run', 'accuracy', '--dry-run');
      expect(plan.trials.map(({ status }) => status)).toEqual([
        'finished',
        'finished',
        'missing',
        'missing',
      ]);
      const again = await study('run', 'accuracy', '--seeds', '0');
      expect(again.trials.map(({ hash }) => hash)).toEqual(trials.map(({ hash }) => hash));
      expect(await study('report', 'penultimate')).toMatchObject({ analysis });
    },
  );
});
