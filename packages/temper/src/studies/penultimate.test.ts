import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../test/support/analysis.ts';
import type { Activations } from '../analysis/penultimate/index.ts';
import type { TripleFigures } from './layer-figures.ts';
import { judgeClaims } from './penultimate-claims.ts';
import { penultimateStudy, type NetworkLayer } from './penultimate.ts';
import { groupOf, type MeasuredTrial, type StudyEvidence, type StudyGroup } from './study.ts';

type Point = readonly [number, number, number];

/** 4 and 9, which are alike, and X; their plane is that of the first two coordinates. */
const CLASSES = ['4', 'A', '9', 'E', 'X'];
const TEMPLATES = [
  [-1, 0, 0],
  [9, 0, 1],
  [1, 0, 0],
  [-9, 0, 2],
  [0, -3, 0],
];
const [FOUR, NINE, EX] = [0, 2, 4];

/** Two examples of each class, `radius` before and behind their mean, out of the plane. */
function clusters(radius: number, means: Readonly<Record<number, Point>>): Activations {
  const entries = Object.entries(means);
  return {
    penultimate: matrixOf(
      entries.flatMap(([, [x, y, z]]) => [
        [x, y, z - radius],
        [x, y, z + radius],
      ]),
    ),
    labels: Int32Array.from(entries.flatMap(([label]) => [Number(label), Number(label)])),
  };
}

/** A and E: far out, and near. */
const far = { 1: [20, 0, 0], 3: [-20, 0, 0] } as const;
const near = { 1: [0, 2, 3], 3: [0, 2, -3] } as const;
/** An isosceles triangle: 2 between 4 and 9, √17 to X. */
const hardMeans = { ...far, [FOUR]: [-1, 0, 0], [NINE]: [1, 0, 0], [EX]: [0, -4, 0] } as const;
/** An equilateral one with edges of 4, 2√3 high. */
const evenMeans = {
  ...near,
  [FOUR]: [-2, 0, 0],
  [NINE]: [2, 0, 0],
  [EX]: [0, -2 * Math.sqrt(3), 0],
} as const;
/** 5 away from the template of X, to either side. */
const arcMeans = { ...near, [FOUR]: [-3, 1, 0], [NINE]: [3, 1, 0], [EX]: [0, -3, 0] } as const;

function trial(
  group: StudyGroup,
  [train, validation]: readonly [Activations, Activations],
  { seed = 0, accuracy = 0.8 }: { seed?: number; accuracy?: number } = {},
): MeasuredTrial {
  const plan = penultimateStudy.plan('tour', [seed]);
  const evidence = {
    analysis: { accuracy },
    classNames: CLASSES,
    head: { templates: matrixOf(TEMPLATES) },
    activations: { train, validation },
  };
  return {
    trial: plan.find((each) => groupOf(each) === group)!,
    evidence: evidence as unknown as StudyEvidence,
  };
}

function layerOf(trials: readonly MeasuredTrial[]): NetworkLayer {
  const { networks } = penultimateStudy.analyse(trials);
  expect(networks).toHaveLength(1);
  return networks[0]!;
}

const hard = trial('hard', [clusters(0.5, hardMeans), clusters(2, hardMeans)]);
const smoothed = trial('smoothed', [clusters(0.05, evenMeans), clusters(1, arcMeans)], {
  accuracy: 0.795,
});

describe('penultimateStudy.analyse', () => {
  const layer = layerOf([hard, smoothed]);
  const similar = layer.triples.find(({ similarPair }) => similarPair)!;
  const figure = (
    group: StudyGroup,
    split: 'train' | 'validation',
    name: keyof TripleFigures,
  ): number => similar.figures[group][split][name]!.mean;

  test('looks at the triples that the classes have, by name', () => {
    expect(layer.triples.map(({ classes, labels }) => [classes, labels])).toEqual([
      [
        ['A', 'E', 'X'],
        [1, 3, 4],
      ],
      [
        ['4', '9', 'X'],
        [0, 2, 4],
      ],
    ]);
  });

  test('measures hand-made clusters as they were made', () => {
    const distance = Math.sqrt(17);
    expect(figure('hard', 'train', 'pairRatio')).toBeCloseTo(2 / distance, 12);
    expect(figure('hard', 'train', 'edgeRatio')).toBeCloseTo(distance / 2, 12);
    expect(figure('hard', 'train', 'thirdImbalance')).toBeCloseTo(0, 12);
    expect(figure('hard', 'train', 'radiusRatio')).toBeCloseTo(1.5 / (2 + 2 * distance), 12);
    // Squared distances 4, 17, 17 over 9, and 0.25 within.
    expect(figure('hard', 'train', 'scatterRatio')).toBeCloseTo((0.25 * 9) / 38, 12);
    expect(figure('hard', 'validation', 'scatterRatio')).toBeCloseTo((4 * 9) / 38, 12);
    expect(figure('smoothed', 'train', 'pairRatio')).toBeCloseTo(1, 12);
    expect(figure('smoothed', 'train', 'edgeRatio')).toBeCloseTo(1, 12);
    expect(figure('smoothed', 'train', 'activationNorm')).toBeCloseTo(
      (2 * Math.hypot(2, 0.05) + Math.hypot(2 * Math.sqrt(3), 0.05)) / 3,
      12,
    );
    expect(figure('smoothed', 'validation', 'arcRatio')).toBeCloseTo(0, 12);
    expect(layer.accuracy.smoothed).toMatchObject({ mean: 0.795, count: 1, interval: null });
  });

  test('sees what was put in', () => {
    const verdicts = [...layer.claims, ...similar.claims].map(({ claim, verdict }) => [
      claim,
      verdict,
    ]);
    expect(verdicts).toEqual([
      ['With smoothing, training clusters are tighter', 'seen'],
      ['With smoothing, classes are more equally far apart', 'seen'],
      ['With smoothing, activations are smaller', 'seen'],
      ['Accuracy is about equal', 'seen'],
      ['With hard labels, the similar classes are near each other', 'seen'],
      ['With smoothing, they separate', 'seen'],
      ['With smoothing, both are equally far from the third', 'seen'],
      ['With smoothing, their examples lie along an arc about the third', 'seen'],
    ]);
    expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
  });

  test('does not see it the other way round', () => {
    const swapped = layerOf([
      trial('hard', [clusters(0.05, evenMeans), clusters(1, arcMeans)]),
      trial('smoothed', [clusters(0.5, hardMeans), clusters(2, hardMeans)], { accuracy: 0.77 }),
    ]);
    const verdicts = [...swapped.claims, ...swapped.triples[1]!.claims].map((c) => c.verdict);
    expect(verdicts.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'not seen'));
  });

  test.each([
    [0.795, 'seen'],
    [0.85, 'not seen'],
    [0.75, 'not seen'],
  ])('takes a test accuracy of %d beside 0.8 for about equal: %s', (accuracy, verdict) => {
    const layers: [Activations, Activations] = [clusters(1, evenMeans), clusters(1, evenMeans)];
    const { claims } = layerOf([hard, trial('smoothed', layers, { accuracy })]);
    expect(claims.find(({ claim }) => claim === 'Accuracy is about equal')?.verdict).toBe(verdict);
  });

  test('leaves out a seed whose other trial is missing, and a network without any', () => {
    const lonely = trial('hard', [clusters(9, hardMeans), clusters(9, hardMeans)], { seed: 7 });
    expect(layerOf([hard, smoothed, lonely])).toEqual(layer);
    expect(penultimateStudy.analyse([lonely])).toEqual({ networks: [] });
  });
});

describe('judgeClaims', () => {
  const rule = { claim: 'c', measure: 'm', seenTo: 1, notSeenFrom: 2 };
  const judge = (values: (number | null)[]): string =>
    judgeClaims(
      [{ ...rule, read: ({ figures }) => figures as unknown as number | null }],
      values.map((figures) => ({ figures, accuracy: {} }) as never),
    )[0]!.verdict;

  test.each([
    [[0.5, 1], 'seen'],
    [[2, 7], 'not seen'],
    [[0.5, 2], 'unclear'],
    [[1.5, 1.5], 'unclear'],
    [[0.5, null], 'unclear'],
  ] as const)('%j are %s: every seed counts', (values, verdict) => {
    expect(judge([...values])).toBe(verdict);
  });
});
