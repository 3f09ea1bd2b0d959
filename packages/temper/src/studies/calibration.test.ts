import { beforeAll, describe, expect, test } from 'vitest';
import { Rng } from '../base/index.ts';
import { fitTemperature, type Predictions } from '../analysis/calibration/index.ts';
import { hostTensor } from '../tensor/index.ts';
import { scorePredictions } from './analyse-trial.ts';
import {
  type CalibrationAnalysis,
  calibrationStudy,
  type NetworkCalibration,
} from './calibration.ts';
import { accuracyStudy } from './accuracy.ts';
import { RECIPES } from './recipes.ts';
import { type MeasuredTrial, type StudyEvidence, STUDY_SCALES } from './study.ts';
import { canonicalJson, resolveTrialConfig } from './trial-config.ts';

const COUNT = 2500;

/** Labels drawn from softmax(z), and the logits factor · z: their temperature is `factor`. */
function drawn(seed: number, { factor = 1, noise = 0 }): Predictions {
  const rng = Rng.fromSeed(seed);
  const noises = Rng.fromSeed(seed + 1000);
  const data = new Float64Array(3 * COUNT);
  const labels = Int32Array.from({ length: COUNT }, (_, n) => {
    const row = [0, 1, 2].map(() => 4 * rng.normal());
    const weights = row.map(Math.exp);
    let left = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    row.forEach((logit, k) => (data[3 * n + k] = factor * (logit + noise * noises.normal())));
    return Math.max(
      weights.findIndex((weight) => (left -= weight) < 0),
      0,
    );
  });
  return { logits: hostTensor('float64', [COUNT, 3], data), labels };
}

/** A finished trial of the tour's first network. */
function measured(
  labelSmoothing: number,
  seed: number,
  model: { factor?: number; noise?: number },
): MeasuredTrial {
  const trial = calibrationStudy
    .plan('tour', [seed])
    .find((each) => each.labelSmoothing === labelSmoothing)!;
  // The same examples for both models of a seed.
  const [test, validation] = [drawn(seed, model), drawn(seed + 100, model)];
  const fit = fitTemperature(validation);
  const analysis = {
    ...scorePredictions(test),
    temperatureScaling: { ...fit, scores: scorePredictions(test, fit.temperature) },
    geometry: {
      train: { clusters: { radiusRatio: 0.2 } },
      validation: { clusters: { radiusRatio: 0.5 } },
    },
  };
  const evidence = { analysis, predictions: { validation, test } };
  return { trial, evidence: evidence as unknown as StudyEvidence };
}

function networkOf(trials: readonly MeasuredTrial[]): NetworkCalibration {
  const { networks }: CalibrationAnalysis = calibrationStudy.analyse(trials);
  expect(networks).toHaveLength(1);
  return networks[0]!;
}

/** The verdict of the claim that has these words, by α. */
function verdictsOf({ claims }: NetworkCalibration, words: string): (string | number)[][] {
  return claims
    .filter(({ claim }) => claim.includes(words))
    .map(({ labelSmoothing, verdict }) => [labelSmoothing, verdict]);
}

describe('calibrationStudy.plan', () => {
  test('has every α for every network and seed, its seeds together', () => {
    const plan = calibrationStudy.plan('tour', [4, 2]);
    const first = plan.filter(({ network }) => network === plan[0]!.network);
    expect(first.map(({ seed, labelSmoothing }) => [seed, labelSmoothing])).toEqual(
      [4, 2].flatMap((seed) => [0, 0.05, 0.1, 0.2].map((alpha) => [seed, alpha])),
    );
    expect(plan).toHaveLength(16);
    for (const { seed, labelSmoothing, config } of plan) {
      expect([config.seed, config.loss.labelSmoothing]).toEqual([seed, labelSmoothing]);
    }
  });

  test('leaves networks the seeds they can afford, unless seeds are asked for', () => {
    const seedsOf = (plan: ReturnType<typeof calibrationStudy.plan>): number[][] =>
      ['cifar10', 'mnist'].map((name) => [
        ...new Set(plan.filter(({ config }) => config.data.name === name).map(({ seed }) => seed)),
      ]);
    expect(seedsOf(calibrationStudy.plan('small'))).toEqual([[0], [0, 1, 2]]);
    expect(seedsOf(calibrationStudy.plan('small', [7]))).toEqual([[7], [7]]);
  });

  test.each(STUDY_SCALES)('has no trial twice at scale %s', (scale) => {
    const names = calibrationStudy.plan(scale).map(({ config }) => canonicalJson(config));
    expect(new Set(names).size).toBe(names.length);
  });

  test('asks for what a training by the recipe alone is, and shares it with other studies', () => {
    const small = calibrationStudy.plan('small').map(({ config }) => canonicalJson(config));
    const [hard, smoothed] = accuracyStudy.plan('small', [0]);
    expect(small).toContain(canonicalJson(hard!.config));
    expect(small).toContain(canonicalJson(smoothed!.config));
    const teacher = { ...RECIPES['mnist-teacher'].config, loss: { labelSmoothing: 0.05 }, seed: 2 };
    expect(small).toContain(canonicalJson(resolveTrialConfig(teacher)));
  });
});

describe('calibrationStudy.analyse', () => {
  let overConfident: NetworkCalibration;
  let calibrated: NetworkCalibration;
  beforeAll(() => {
    overConfident = networkOf([
      measured(0, 0, { factor: 3 }),
      measured(0.05, 0, { factor: 1, noise: 0.3 }),
      measured(0.2, 0, { factor: 0.2, noise: 0.3 }),
    ]);
    calibrated = networkOf([
      measured(0, 0, { factor: 1 }),
      measured(0.1, 0, { factor: 0.4, noise: 0.3 }),
    ]);
  });

  test('calls a network over-confident whose temperature is above 1 and whose ECE shows it', () => {
    expect(overConfident.regime).toEqual({ verdict: 'over-confident', calibratedTo: 0.02 });
    const [hard] = overConfident.levels;
    // Labels were drawn from softmax(z / 3).
    expect(hard!.temperature.interval!.lower).toBeLessThan(3);
    expect(hard!.temperature.interval!.upper).toBeGreaterThan(3);
    expect(hard!.asTrained.ece.mean).toBeGreaterThan(0.05);
    expect(hard!.scaled.ece.mean).toBeLessThan(0.03);
    expect(hard!.scaled.nll.mean).toBeLessThan(hard!.asTrained.nll.mean);
    expect(hard!.clusterSpread).toMatchObject({ mean: 2.5, interval: null });
  });

  test('sees smoothing calibrate like a temperature with one α, and overdo it with another', () => {
    expect(verdictsOf(overConfident, 'calibrates an over-confident network')[0]).toEqual([
      0.05,
      'seen',
    ]);
    expect(verdictsOf(overConfident, 'about as well as temperature scaling')).toEqual([
      [0.05, 'seen'],
      [0.2, 'not seen'],
    ]);
    expect(verdictsOf(overConfident, 'under-confident')[1]).toEqual([0.2, 'seen']);
    expect(verdictsOf(overConfident, 'harms')).toEqual([]);
  });

  test('sees smoothing harm a network that is calibrated, also at its temperature', () => {
    expect(calibrated.regime!.verdict).toBe('calibrated');
    expect(verdictsOf(calibrated, 'harms')).toEqual([[0.1, 'seen']]);
    expect(verdictsOf(calibrated, 'calibrates')).toEqual([]);
    // Noise in the logits is information lost, which no temperature gives back.
    expect(verdictsOf(calibrated, 'Hard labels have the lower loss')).toEqual([[0.1, 'seen']]);
    const [{ smoothedLessHard, scaledLessScaledHard }] = calibrated.contrasts as [
      (typeof calibrated.contrasts)[0],
    ];
    expect(smoothedLessHard.ece.verdict).toBe('higher');
    expect(scaledLessScaledHard.ece.mean).toBeLessThan(smoothedLessHard.ece.mean / 3);
    expect(scaledLessScaledHard.ece.interval!.method).toBe('bootstrap-basic');
  });

  test('with several seeds takes intervals over them, of the seeds that have both', () => {
    const trials = [
      measured(0, 0, { factor: 3 }),
      measured(0.1, 0, { factor: 1 }),
      measured(0, 1, { factor: 3.2 }),
      measured(0.1, 1, { factor: 1.1 }),
      measured(0, 2, { factor: 2.9 }),
    ];
    const { levels, contrasts } = networkOf(trials);
    expect(levels.map(({ labelSmoothing, seeds }) => [labelSmoothing, seeds])).toEqual([
      [0, [0, 1, 2]],
      [0.1, [0, 1]],
    ]);
    expect(levels[0]!.temperature.interval!.method).toBe('student-t');
    expect(contrasts).toHaveLength(1);
    expect(contrasts[0]).toMatchObject({
      labelSmoothing: 0.1,
      seeds: [0, 1],
      smoothedLessHard: { ece: { count: 2, interval: { method: 'student-t' } } },
    });
    const [, a, , b] = trials.map(({ evidence }) => evidence.analysis.calibration.ece);
    expect(levels[1]!.asTrained.ece.mean).toBeCloseTo((a! + b!) / 2, 12);
  });

  test('compares nothing without hard labels', () => {
    const alone = networkOf([measured(0.1, 0, { factor: 1 })]);
    expect(alone).toMatchObject({ regime: null, contrasts: [], claims: [] });
  });

  test('has the paper’s figures where the network is the paper’s', () => {
    const { evidence } = measured(0, 0, { factor: 1 });
    const plan = calibrationStudy.plan('paper', [0]);
    const [network] = calibrationStudy.analyse(
      plan.slice(0, 3).map((trial) => ({ trial, evidence })),
    ).networks;
    expect(network!.network).toBe('ResNet-56 on CIFAR-100');
    expect(network!.levels.map(({ published }) => published)).toEqual([
      [{ source: 'paper', ece: 0.15, scaledEce: 0.021, temperature: 1.9 }],
      [{ source: 'paper', ece: 0.024, scaledEce: null, temperature: null }],
      [],
    ]);
  });
});
