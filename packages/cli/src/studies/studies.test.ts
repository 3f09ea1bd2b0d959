import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  accuracyStudy,
  calibrationStudy,
  confidencesOf,
  negativeLogLikelihood,
  penultimateStudy,
  resolveTrialConfig,
  type StudyTrial,
} from 'temper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudyFlags, StudyName } from '../commands/study-flags.ts';
import type { Io } from '../terminal/io.ts';
import { runTrial } from '../trials/run-trial.ts';
import { trialHash } from '../trials/run-directory.ts';
import { UserError } from '../user-error.ts';
import { STUDIES } from './catalogue.ts';
import { readFinished } from './finished-trial.ts';
import { type PlannedTrial, planTrials, seedsAsked, seedsOf } from './plan-trials.ts';
import { studyCall } from './study-call.ts';
import { writeStudy } from './write-study.ts';

let out = '';
/** The tour's trials of seeds 0 and 1, but small; the smoothed one of seed 1 is missing. */
let plan: PlannedTrial[] = [];
let flags: StudyFlags;

async function tiny(trial: StudyTrial): Promise<PlannedTrial> {
  const config = resolveTrialConfig({
    data: { name: 'glyphs', train: 256, validation: 256, test: 128 },
    model: { name: 'mlp', hidden: [8] },
    loss: trial.config.loss,
    learningRate: 0.1,
    epochs: 2,
    seed: trial.seed,
  });
  const outcome = await runTrial({ config, runs: out, threads: 1, onEvent: () => undefined });
  if (outcome.status !== 'finished') throw new Error('the trial did not finish');
  const { result } = outcome;
  const hash = trialHash(config);
  return { trial, hash, directory: result.directory, result, status: 'finished' };
}

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'temper-study-'));
  flags = { scale: 'tour', seeds: [0, 1], json: false, out };
  const trials = accuracyStudy.plan('tour', [0, 1]);
  const made = await Promise.all(trials.slice(0, 3).map(tiny));
  const [last] = (await planTrials(accuracyStudy, flags)).slice(3);
  plan = [...made, last!];
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** What a command gives. */
async function written(
  name: StudyName,
  trials = plan,
): Promise<{ document: object; text: string }> {
  let given: { document: object; text: string } | undefined;
  const io = {
    width: Infinity,
    style: { bold: (text: string) => text },
    result: (document: object, text: () => string) => {
      given = { document, text: text() };
    },
  };
  const results = { entry: STUDIES[name], flags, plan: trials, command: 'npx temper study run' };
  await writeStudy(results, io as unknown as Io);
  return given!;
}

describe('planTrials', () => {
  it('knows what is there by the hash of its config, whatever command made it', async () => {
    const planned = await planTrials(penultimateStudy, flags);
    expect(planned.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'missing'));
    expect(planned.map(({ hash, directory }) => directory === join(out, 'train', hash))).toEqual(
      Array.from({ length: 4 }, () => true),
    );
    const shared = await planTrials(accuracyStudy, flags);
    expect(planned.map(({ hash }) => hash)).toEqual(shared.map(({ hash }) => hash));
  });

  it('takes a list of seeds, or a number of them, but not both', () => {
    const { seeds: _, ...none } = flags;
    expect(seedsAsked(none)).toBeUndefined();
    expect(seedsAsked({ ...none, seeds: [4, 4, 2] })).toEqual([4, 2]);
    expect(seedsAsked({ ...none, numSeeds: 3 })).toEqual([0, 1, 2]);
    expect(() => seedsAsked({ ...flags, numSeeds: 3 })).toThrow(UserError);
  });

  it('leaves seeds to the scale, and its networks, unless some are asked for', async () => {
    const { seeds: _, ...none } = flags;
    expect(seedsOf(await planTrials(accuracyStudy, none))).toEqual([0, 1]);
    const small = await planTrials(calibrationStudy, { ...none, scale: 'small' });
    expect(small).toHaveLength(20);
    expect(seedsOf(small)).toEqual([0, 1, 2]);
  });
});

describe('studyCall', () => {
  it('gives what is not the default', () => {
    const { seeds: _, ...none } = flags;
    const call = (more: object): string => studyCall(accuracyStudy, { ...none, ...more });
    expect(call({ out: 'runs' })).toBe('npx temper study run accuracy');
    expect(call({ out: 'a b', seeds: [3], scale: 'small', jobs: 2, dataDir: 'd' })).toBe(
      "npx temper study run accuracy --scale small --seeds 3 --jobs 2 --data-dir d --out 'a b'",
    );
  });
});

describe('writeStudy', () => {
  it('writes report, figures and numbers of the penultimate study, over complete seeds', async () => {
    const { document, text } = await written('penultimate');
    expect(document).toMatchObject({
      study: 'penultimate',
      scale: 'tour',
      seeds: [0, 1],
      command: 'npx temper study run',
      trials: [
        { group: 'hard', labelSmoothing: 0, seed: 0, status: 'finished', hash: plan[0]!.hash },
        { group: 'smoothed', labelSmoothing: 0.1, seed: 0, status: 'finished' },
        { group: 'hard', seed: 1, status: 'finished' },
        { group: 'smoothed', seed: 1, status: 'missing' },
      ],
      analysis: {
        networks: [
          {
            seeds: [0],
            triples: [
              { classes: ['A', 'E', 'X'], similarPair: false },
              { classes: ['4', '9', 'X'], similarPair: true },
            ],
          },
        ],
      },
    });
    const { report } = document as { report: string };
    const folder = dirname(report);
    expect(folder).toBe(resolve(out, 'studies', 'penultimate-tour'));
    const saved = await readFile(join(folder, 'analysis.json'), 'utf8');
    expect(JSON.parse(saved)).toEqual(document);
    const figure = join(folder, 'figures', 'projection-a-small-network-on-glyphs-4-9-x');
    expect(existsSync(`${figure}.svg`) && existsSync(`${figure}.png`)).toBe(true);
    const { panels } = JSON.parse(await readFile(`${figure}.json`, 'utf8')) as {
      panels: { row: string; column: string; points: { label: number }[] }[];
    };
    expect(panels.map(({ row, column }) => [row, column])).toEqual([
      ['hard labels', 'training'],
      ['hard labels', 'validation'],
      ['smoothed, α = 0.1', 'training'],
      ['smoothed, α = 0.1', 'validation'],
    ]);
    for (const { points } of panels) {
      expect([...new Set(points.map(({ label }) => label))].sort((a, b) => a - b)).toEqual([
        4, 9, 14,
      ]);
    }
    const missing = 'Of 4 trials 1 is not finished and not counted: a small network on glyphs';
    expect(text).toContain(missing);
    const page = await readFile(report, 'utf8');
    expect(page).toContain(missing);
    const links = [...page.matchAll(/href="([^"#]+report[.]html)"/g)].map(([, href]) => href!);
    expect(links).toHaveLength(3);
    for (const href of links) expect(existsSync(join(folder, href))).toBe(true);
  });

  it('writes the accuracy study with one network and one pair', async () => {
    const { document, text } = await written('accuracy');
    expect(document).toMatchObject({
      analysis: {
        networks: [
          {
            groups: [
              { group: 'hard', seeds: [0, 1], accuracy: { count: 2 }, paper: null },
              { group: 'smoothed', seeds: [0], accuracy: { count: 1 } },
            ],
            differences: { seeds: [0], accuracy: { interval: { method: 'normal' } } },
          },
        ],
      },
    });
    // The mean and sample deviation of the two trials, in percent.
    const [a, b] = [plan[0]!, plan[2]!].map(({ result }) => 100 * result!.analysis.accuracy);
    const half = Math.abs(a! - b!) / Math.SQRT2;
    expect(text).toContain(`${((a! + b!) / 2).toFixed(2)} ± ${half.toFixed(2)} %`);
    expect(text).toMatch(/test accuracy .* over test examples, one seed/);
  });

  it('writes the calibration study over the α there are, with every figure', async () => {
    const { document, text } = await written('calibration');
    expect(document).toMatchObject({
      analysis: {
        networks: [
          {
            levels: [
              { labelSmoothing: 0, seeds: [0, 1], temperature: { count: 2 } },
              {
                labelSmoothing: 0.1,
                seeds: [0],
                temperature: { interval: { method: 'sandwich' } },
              },
            ],
            contrasts: [
              {
                labelSmoothing: 0.1,
                seeds: [0],
                scaledLessScaledHard: { nll: { interval: { method: 'normal' } } },
              },
            ],
          },
        ],
      },
    });
    const { report } = document as { report: string };
    const figures = join(dirname(report), 'figures');
    const sweep = await readFile(join(figures, 'calibration-against-alpha.json'), 'utf8');
    const { rows } = JSON.parse(sweep) as {
      rows: { panels: { curves: { points: { labelSmoothing: number; value: number }[] }[] }[] }[];
    };
    const { points } = rows[0]!.panels[0]!.curves[0]!;
    const eces = [plan[0]!, plan[2]!, plan[1]!].map(
      ({ result }) => result!.analysis.calibration.ece,
    );
    expect(points.map(({ labelSmoothing }) => labelSmoothing)).toEqual([0, 0.1]);
    expect(points[0]!.value).toBeCloseTo((eces[0]! + eces[1]!) / 2, 12);
    expect(points[1]!.value).toBe(eces[2]);
    const reliability = 'reliability-a-small-network-on-glyphs.png';
    expect(existsSync(join(figures, reliability))).toBe(true);
    expect(text).toMatch(/^A small network on glyphs is .* with hard labels: ECE/m);
    expect(text).toContain(`with α = 0.1: ${(100 * eces[2]!).toFixed(2)} %`);
  });

  it('looks at the predictions of the trial that a figure names', async () => {
    const [first] = await readFinished(plan);
    const { predictions, analysis } = first!.evidence;
    const { correct } = confidencesOf(predictions.test);
    const right = correct.reduce((sum, hit) => sum + hit, 0);
    expect(right / correct.length).toBeCloseTo(analysis.accuracy, 12);
    expect(negativeLogLikelihood(predictions.validation).mean).toBeCloseTo(
      analysis.splits.validation.nll,
      12,
    );
  });

  it('says how to train what is missing when there is nothing to compare', async () => {
    const said = await written('penultimate', [plan[0]!, plan[3]!]).catch(
      (error: unknown) => error,
    );
    expect(said).toBeInstanceOf(UserError);
    expect((said as Error).message).toMatch(/got 1 of 2 trials .*; train them with: npx temper/);
  });
});
