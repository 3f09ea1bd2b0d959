import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runOnnx } from '../../../test/support/check-op.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { ConfigError, DTypeError, Rng, ShapeError, ValueRangeError } from '../../base/index.ts';
import { gradients } from '../../engine/autodiff/index.ts';
import {
  evaluateReference,
  type Graph,
  logSoftmax,
  neg,
  reduceMean,
  reshape,
  type SymbolicTensor,
  takeAlongAxis,
} from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import {
  smoothedCrossEntropy,
  type SmoothedCrossEntropyOptions,
} from './smoothed-cross-entropy.ts';
import type { SmoothingOptions } from './smoothing.ts';

interface Example {
  readonly logits: readonly (readonly number[])[];
  /** Labels, or a distribution for each row. */
  readonly target: readonly number[] | readonly (readonly number[])[];
}

interface Traced {
  readonly graph: Graph;
  readonly logits: SymbolicTensor;
  readonly target: SymbolicTensor;
  readonly feeds: Readonly<Record<string, Float64Array>>;
}

function trace({ logits, target }: Example): Traced {
  const graph = makeGraph();
  const shape = [logits.length, logits[0]!.length];
  const labelled = typeof target[0] === 'number';
  return {
    graph,
    logits: graph.input('logits', 'float32', shape),
    target: graph.input(
      'target',
      labelled ? 'int32' : 'float32',
      labelled ? shape.slice(0, 1) : shape,
    ),
    feeds: {
      logits: Float64Array.from(logits.flat()),
      target: Float64Array.from(target.flat()),
    },
  };
}

function lossAndGradient(
  example: Example,
  options: SmoothedCrossEntropyOptions,
): { readonly loss: number; readonly gradient: Float64Array } {
  const { graph, logits, target, feeds } = trace(example);
  const value = smoothedCrossEntropy(logits, target, options);
  const [loss, gradient] = evaluateReference(
    graph.ops,
    [value, ...gradients(graph, value, [logits])],
    feeds,
  );
  return { loss: loss![0]!, gradient: gradient! };
}

/** Random logits and labels of all classes but 0, which may be the padding. */
function randomExample(
  seed: number,
  [rows, classes]: readonly [number, number],
): Example & { readonly target: readonly number[] } {
  const rng = Rng.fromSeed(seed);
  return {
    logits: Array.from({ length: rows }, () =>
      Array.from({ length: classes }, () => Math.fround(3 * rng.normal())),
    ),
    target: Array.from({ length: rows }, () => 1 + rng.integer(classes - 1)),
  };
}

const conventions = (alpha: number, numClasses: number): SmoothingOptions[] => [
  { alpha },
  { alpha, convention: 'other-classes' },
  { alpha, convention: 'exclude-padding' },
  {
    alpha,
    convention: 'unigram',
    labelFrequencies: Array.from({ length: numClasses }, (_, k) => k + 1),
  },
];

describe('smoothedCrossEntropy', () => {
  test('is log K at equal logits, whatever the smoothing', () => {
    const example = { logits: [[2, 2, 2, 2]], target: [3] };
    for (const options of conventions(0.3, 4)) {
      expect(lossAndGradient(example, options).loss).toBeCloseTo(Math.log(4), 14);
    }
  });

  test('α = 0 is the plain cross-entropy to the bit, under every convention', async () => {
    const example = randomExample(1, [17, 6]);
    for (const options of conventions(0, 6)) {
      const { graph, logits, target, feeds } = trace(example);
      const picked = takeAlongAxis(logSoftmax(logits), reshape(target, [-1, 1]));
      const plain = neg(reduceMean(picked));
      const smoothed = smoothedCrossEntropy(logits, target, options);
      const [a, b] = evaluateReference(graph.ops, [plain, smoothed], feeds);
      // The padding convention divides a sum by a count in place of taking a mean.
      if (options.convention === 'exclude-padding') expectAllClose(b!, a!, { rtol: 1e-15 });
      else expect(b).toEqual(a);
      const got = await runOnnx(graph, { plain, smoothed }, feeds);
      const tolerance =
        options.convention === 'exclude-padding' ? { rtol: 1e-7 } : { rtol: 0, atol: 0 };
      expectAllClose(
        got.smoothed!.data as Float32Array,
        got.plain!.data as Float32Array,
        tolerance,
      );
    }
  });

  test('its gradient is (p − q)/N for every convention', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 3, max: 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (seed, rows, classes, alpha) => {
          const example = randomExample(seed, [rows, classes]);
          const total = (classes * (classes + 1)) / 2;
          // Rows as the table of conventions lists them, label and others apart.
          const rowsOf = [
            (y: number, k: number) => (k === y ? 1 - alpha + alpha / classes : alpha / classes),
            (y: number, k: number) => (k === y ? 1 - alpha : alpha / (classes - 1)),
            (y: number, k: number) => (k === y ? 1 - alpha : k === 0 ? 0 : alpha / (classes - 2)),
            (y: number, k: number) => (k === y ? 1 - alpha : 0) + (alpha * (k + 1)) / total,
          ];
          conventions(alpha, classes).forEach((options, i) => {
            const { gradient } = lossAndGradient(example, options);
            const expected = example.logits.flatMap((row, n) => {
              const normalizer = row.reduce((sum, z) => sum + Math.exp(z), 0);
              const label = example.target[n]!;
              return row.map((z, k) => (Math.exp(z) / normalizer - rowsOf[i]!(label, k)) / rows);
            });
            expectAllClose(gradient, expected);
          });
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  test('is least where the label’s logit leads by log(K(1−α)/α + 1)', () => {
    const [alpha, numClasses] = [0.1, 10];
    const gap = Math.log((numClasses * (1 - alpha)) / alpha + 1);
    const logits = [Array.from({ length: numClasses }, (_, k) => (k === 4 ? gap : 0))];
    const { gradient } = lossAndGradient({ logits, target: [4] }, { alpha });
    expectAllClose(gradient, new Float64Array(numClasses), { atol: 1e-15 });
  });

  test('smoothing the rows of identity distributions is smoothing labels', () => {
    const { logits } = randomExample(3, [3, 4]);
    const identity = [0, 2, 3].map((label) => [0, 1, 2, 3].map((k) => (k === label ? 1 : 0)));
    for (const options of conventions(0.2, 4).filter((o) => o.convention !== 'exclude-padding')) {
      const byLabel = lossAndGradient({ logits, target: [0, 2, 3] }, options);
      const byRow = lossAndGradient({ logits, target: identity }, options);
      expect(byRow.loss).toBeCloseTo(byLabel.loss, 13);
      expectAllClose(byRow.gradient, byLabel.gradient);
    }
  });

  test('leaves ignored rows out of the sum and of the count', () => {
    const { logits } = randomExample(4, [4, 3]);
    const kept = lossAndGradient(
      { logits: [logits[0]!, logits[2]!], target: [1, 2] },
      { alpha: 0.1 },
    );
    const all = lossAndGradient(
      { logits, target: [1, -1, 2, -1] },
      { alpha: 0.1, ignoreLabel: -1 },
    );
    expect(all.loss).toBeCloseTo(kept.loss, 14);
    expectAllClose(all.gradient.subarray(0, 3), kept.gradient.subarray(0, 3));
    expect([...all.gradient.subarray(3, 6)].map(Math.abs)).toEqual([0, 0, 0]);
  });

  test('leaves padding rows out beside those of another ignored label', () => {
    const { logits } = randomExample(5, [4, 4]);
    const options = { alpha: 0.1, convention: 'exclude-padding', paddingIndex: 2 } as const;
    const kept = lossAndGradient({ logits: [logits[0]!, logits[3]!], target: [1, 0] }, options);
    const all = lossAndGradient(
      { logits, target: [1, 2, -100, 0] },
      { ...options, ignoreLabel: -100 },
    );
    expect(all.loss).toBeCloseTo(kept.loss, 14);
  });

  test.each<SmoothedCrossEntropyOptions>([
    { alpha: 0.1, ignoreLabel: 2 },
    { alpha: 0.1, ignoreLabel: 2, classWeights: [1, 2, 3] },
    { alpha: 0.1, classWeights: [1, 2, 0] },
  ])('is 0 with gradient 0, not NaN, where no row counts: %o', async (options) => {
    const example = {
      logits: [
        [1, 2, 3],
        [3, 1, 2],
      ],
      target: [2, 2],
    };
    const { graph, logits, target, feeds } = trace(example);
    const loss = smoothedCrossEntropy(logits, target, options);
    const slope = gradients(graph, loss, [logits])[0]!;
    const got = await runOnnx(graph, { loss, slope }, feeds);
    expect(Math.abs((got.loss!.data as Float32Array)[0]!)).toBe(0);
    expect([...(got.slope!.data as Float32Array)].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('one class leaves nothing to lose', () => {
    const { loss, gradient } = lossAndGradient({ logits: [[5]], target: [0] }, { alpha: 0.1 });
    expect(Math.abs(loss)).toBe(0);
    expectAllClose(gradient, [0], { atol: 1e-16 });
  });

  test('stays finite at logits far apart', () => {
    const { loss } = lossAndGradient({ logits: [[1000, 0, -1000]], target: [2] }, { alpha: 0.3 });
    // −Σ t_k log p_k with log p = (0, −1000, −2000) and t = (0.1, 0.1, 0.8).
    expect(loss).toBeCloseTo(100 + 1600, 9);
  });

  test.each([1, -0.1, NaN, Infinity])('refuses α = %d', (alpha) => {
    const { logits, target } = trace({ logits: [[1, 2]], target: [0] });
    expect(() => smoothedCrossEntropy(logits, target, { alpha })).toThrow(ValueRangeError);
  });

  test.each<[string, SmoothedCrossEntropyOptions, RegExp]>([
    ['weights of the wrong count', { alpha: 0, classWeights: [1] }, /classWeights to be 3 finite/],
    ['a negative weight', { alpha: 0, classWeights: [1, -1, 1] }, /classWeights/],
    ['weights that are all 0', { alpha: 0, classWeights: [0, 0, 0] }, /not all 0/],
    [
      'frequencies of the wrong count',
      { alpha: 0.1, convention: 'unigram', labelFrequencies: [1, 2] },
      /labelFrequencies to be 3/,
    ],
    [
      'padding that is no class',
      { alpha: 0.1, convention: 'exclude-padding', paddingIndex: 3 },
      /paddingIndex in \[0, 2\], got 3/,
    ],
  ])('refuses %s', (_what, options, message) => {
    const { logits, target } = trace({ logits: [[1, 2, 3]], target: [0] });
    expect(() => smoothedCrossEntropy(logits, target, options)).toThrow(ValueRangeError);
    expect(() => smoothedCrossEntropy(logits, target, options)).toThrow(message);
  });

  test('refuses targets that do not fit, and rows left out by label without labels', () => {
    const graph = makeGraph();
    const logits = graph.input('logits', 'float32', [2, 3]);
    const loss =
      (target: SymbolicTensor, options: object = {}): (() => SymbolicTensor) =>
      () =>
        smoothedCrossEntropy(logits, target, { alpha: 0.1, ...options });
    const labels = graph.input('labels', 'int32', [2]);
    const rows = graph.input('rows', 'float32', [2, 3]);
    expect(loss(graph.input('short', 'int32', [3]))).toThrow(ShapeError);
    expect(loss(graph.input('wide', 'float32', [2, 4]))).toThrow(ShapeError);
    expect(loss(graph.input('long', 'int64', [2]))).toThrow(DTypeError);
    expect(loss(rows, { ignoreLabel: 1 })).toThrow(ConfigError);
    expect(loss(rows, { convention: 'exclude-padding' })).toThrow(ConfigError);
    expect(loss(labels, { convention: 'half' })).toThrow(
      'expected convention uniform, other-classes, exclude-padding or unigram, got half',
    );
  });
});
