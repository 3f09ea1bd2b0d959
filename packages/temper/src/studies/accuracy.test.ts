import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../../test/support/analysis.ts';
import { accuracyStudy } from './accuracy.ts';
import { penultimateStudy } from './penultimate.ts';
import { RECIPES } from './recipes.ts';
import {
  groupOf,
  type MeasuredTrial,
  STUDY_SCALES,
  type StudyEvidence,
  type StudyGroup,
} from './study.ts';
import { canonicalJson, resolveTrialConfig } from './trial-config.ts';

/** A trial as far as this study looks at it. */
function measured(
  group: StudyGroup,
  seed: number,
  { accuracy, correct = [1] }: { accuracy: number; correct?: number[] },
): MeasuredTrial {
  const trial = accuracyStudy
    .plan('paper', [seed])
    .find((each) => groupOf(each) === group && each.network.startsWith('AlexNet'))!;
  const interval = {
    method: 'wilson',
    level: 0.95,
    lower: accuracy - 0.03,
    upper: accuracy + 0.03,
  };
  const analysis = {
    accuracy,
    accuracyInterval: interval,
    nll: 1 - accuracy,
    nllStandardError: 0.1,
    calibration: { ece: accuracy / 10, eceInterval: interval },
  };
  const test = predictionsOf(
    correct.map((right) => [right, 1 - right]),
    correct.map(() => 0),
  );
  const evidence = { analysis, predictions: { test } };
  return { trial, evidence: evidence as unknown as StudyEvidence };
}

describe('accuracyStudy.plan', () => {
  test('has a hard and a smoothed trial for every network and seed, the same every time', () => {
    const plan = accuracyStudy.plan('paper', [3, 5]);
    expect(plan.map((trial) => [trial.network.split(' ')[0], groupOf(trial), trial.seed])).toEqual([
      ['AlexNet', 'hard', 3],
      ['AlexNet', 'smoothed', 3],
      ['AlexNet', 'hard', 5],
      ['AlexNet', 'smoothed', 5],
      ['ResNet-56', 'hard', 3],
      ['ResNet-56', 'smoothed', 3],
      ['ResNet-56', 'hard', 5],
      ['ResNet-56', 'smoothed', 5],
    ]);
    expect(plan.map(({ config }) => [config.loss.labelSmoothing, config.seed])).toEqual(
      plan.map(({ labelSmoothing, seed }) => [labelSmoothing, seed]),
    );
    expect(new Set(plan.map(({ labelSmoothing }) => labelSmoothing))).toEqual(new Set([0, 0.1]));
    expect(accuracyStudy.plan('paper', [3, 5])).toEqual(plan);
  });

  test('asks for what a training by the recipe alone is', () => {
    const [hard] = accuracyStudy.plan('small', [2]);
    expect(hard!.config).toEqual(
      resolveTrialConfig({ ...RECIPES['cifar-alexnet-short'].config, seed: 2 }),
    );
  });

  test.each(STUDY_SCALES)('shares its trials with the penultimate study at scale %s', (scale) => {
    const namesOf = (study: typeof accuracyStudy | typeof penultimateStudy): Set<string> =>
      new Set(study.plan(scale).map(({ config }) => canonicalJson(config)));
    const [accuracy, penultimate] = [namesOf(accuracyStudy), namesOf(penultimateStudy)];
    expect([...penultimate].every((name) => accuracy.has(name))).toBe(true);
    expect(accuracy.size).toBe(accuracyStudy.plan(scale, accuracyStudy.scales[scale].seeds).length);
  });
});

describe('accuracyStudy.analyse', () => {
  test('gives mean, sample deviation and the paper’s figure of each group', () => {
    const { networks } = accuracyStudy.analyse(
      [0.8, 0.82, 0.84].map((accuracy, seed) => measured('hard', seed, { accuracy })),
    );
    expect(networks).toHaveLength(1);
    const [{ groups, differences }] = networks as [(typeof networks)[0]];
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ group: 'hard', labelSmoothing: 0, seeds: [0, 1, 2] });
    expect(groups[0]!.accuracy.mean).toBeCloseTo(0.82, 14);
    expect(groups[0]!.accuracy.standardDeviation).toBeCloseTo(0.02, 14);
    expect(groups[0]!.nll.mean).toBeCloseTo(0.18, 14);
    expect(groups[0]!.ece.standardDeviation).toBeCloseTo(0.002, 14);
    expect(groups[0]!.paper).toEqual({ mean: 0.868, plusMinus: 0.002 });
    expect(differences).toBeNull();
  });

  test('pairs by seed: differences 1, −1 and 3 points have the t interval 1 ± 4.97', () => {
    const trials = [
      measured('hard', 0, { accuracy: 0.7 }),
      measured('hard', 1, { accuracy: 0.9 }),
      measured('hard', 2, { accuracy: 0.8 }),
      measured('hard', 3, { accuracy: 0.1 }),
      measured('smoothed', 2, { accuracy: 0.83 }),
      measured('smoothed', 0, { accuracy: 0.71 }),
      measured('smoothed', 1, { accuracy: 0.89 }),
    ];
    const { accuracy, seeds } = accuracyStudy.analyse(trials).networks[0]!.differences!;
    expect(seeds).toEqual([0, 1, 2]);
    expect(accuracy).toMatchObject({ count: 3, verdict: 'no difference seen' });
    expect(accuracy.mean).toBeCloseTo(0.01, 12);
    expect(accuracy.interval!.method).toBe('student-t');
    // 4.30265 · 0.02 / √3.
    expect(accuracy.interval!.upper - accuracy.mean).toBeCloseTo(0.049683, 5);
  });

  test('calls a difference that every seed shows by its side', () => {
    const trials = [0, 1, 2].flatMap((seed) => [
      measured('hard', seed, { accuracy: 0.8 + seed / 100 }),
      measured('smoothed', seed, { accuracy: 0.82 + seed / 100 + seed / 1000 }),
    ]);
    const { accuracy, nll, ece } = accuracyStudy.analyse(trials).networks[0]!.differences!;
    expect([accuracy.verdict, nll.verdict, ece.verdict]).toEqual(['higher', 'lower', 'higher']);
  });

  test('with one seed, compares predictions on the same examples', () => {
    // Of 100 examples 10 are gained, 4 lost: 0.06, standard error √((14 − 0.36) / (100 · 99)).
    const before = Array.from({ length: 100 }, (_, n) => (n >= 10 && n < 60 ? 1 : 0));
    const after = Array.from({ length: 100 }, (_, n) => (n < 56 ? 1 : 0));
    const { groups, differences } = accuracyStudy.analyse([
      measured('hard', 0, { accuracy: 0.5, correct: before }),
      measured('smoothed', 0, { accuracy: 0.56, correct: after }),
    ]).networks[0]!;
    expect(groups[0]!.accuracy).toMatchObject({
      standardDeviation: null,
      interval: { method: 'wilson', lower: 0.47 },
    });
    expect(groups[0]!.nll.interval!.lower).toBeCloseTo(0.5 - 0.195996, 6);
    const { accuracy, nll } = differences!;
    expect(accuracy.interval).toMatchObject({ method: 'normal' });
    expect(accuracy.interval!.lower).toBeCloseTo(0.06 - 0.07275, 4);
    expect(accuracy.verdict).toBe('no difference seen');
    expect(nll).toMatchObject({ interval: null, verdict: 'one seed' });
  });
});
