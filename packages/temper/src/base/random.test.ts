import { describe, expect, test } from 'vitest';
import { readGolden } from '../../test/support/analysis.ts';
import { Rng } from './random.ts';

const golden = readGolden('streams') as {
  readonly streams: readonly {
    readonly seed: number;
    readonly labels: readonly (string | number)[];
    readonly words: readonly number[];
  }[];
};

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pearson correlation. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number): number =>
    mean(x.map((value, i) => (value - mx) * (y[i]! - my)));
  return (
    product(a, b, meanA, meanB) /
    Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB))
  );
}

/** Σ (observed − expected)²/expected for equal expectations. */
function chiSquare(counts: readonly number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('Rng', () => {
  test.each(golden.streams)(
    'draws the words of an independent implementation (seed $seed, labels $labels)',
    ({ seed, labels, words }) => {
      const rng = Rng.fromSeed(seed).fork(...labels);
      expect(draw(words.length, () => rng.uint32())).toEqual(words);
    },
  );

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %s as a seed', (seed) => {
    expect(() => Rng.fromSeed(seed)).toThrow(/Rng.fromSeed: expected seed to be a whole number/);
  });
});

describe('Rng.fork', () => {
  test('does not advance the stream it is taken from', () => {
    const [a, b] = [Rng.fromSeed(3), Rng.fromSeed(3)];
    b.fork('x').uint32();
    expect(draw(4, () => b.uint32())).toEqual(draw(4, () => a.uint32()));
  });

  test('gives another stream for every label, and for labels split otherwise', () => {
    const root = Rng.fromSeed(0);
    const forks = [
      root,
      root.fork(0),
      root.fork(1),
      root.fork('0'),
      root.fork('ab'),
      root.fork('ba'),
      root.fork('a', 'b'),
      root.fork(0, 1),
      root.fork(1, 0),
      root.fork(2 ** 32),
      Rng.fromSeed(1),
    ];
    const firsts = forks.map((rng) => draw(2, () => rng.uint32()).join(' '));
    expect(new Set(firsts).size).toBe(forks.length);
  });

  test('gives streams that do not correlate with their neighbours, in length or across', () => {
    const root = Rng.fromSeed(5);
    const [a, b] = [root.fork('step', 1), root.fork('step', 2)];
    const count = 40_000;
    // The correlation of independent numbers has standard deviation 1/√count; five of them.
    const bound = 5 / Math.sqrt(count);
    const [alongA, alongB] = [draw(count, () => a.uniform()), draw(count, () => b.uniform())];
    expect(Math.abs(correlation(alongA, alongB))).toBeLessThan(bound);
    const across = Array.from({ length: count }, (_, i) => root.fork(i).uniform());
    expect(Math.abs(correlation(across.slice(1), across.slice(0, -1)))).toBeLessThan(bound);
  });
});

describe('Rng.uint32', () => {
  test('sets every bit half of the time', () => {
    const rng = Rng.fromSeed(11);
    const count = 40_000;
    const set = new Array<number>(32).fill(0);
    for (let i = 0; i < count; i++) {
      const word = rng.uint32();
      for (let bit = 0; bit < 32; bit++) set[bit]! += (word >>> bit) & 1;
    }
    // Five standard deviations of a fair coin's count.
    for (const ones of set) expect(Math.abs(ones - count / 2)).toBeLessThan(2.5 * Math.sqrt(count));
  });
});

describe('Rng.uniform', () => {
  test('fills [0, 1) evenly, with the moments of the uniform distribution', () => {
    const rng = Rng.fromSeed(12);
    const values = draw(100_000, () => rng.uniform());
    const counts = new Array<number>(100).fill(0);
    for (const value of values) counts[Math.floor(value * 100)]! += 1;
    // Chi-square with 99 degrees of freedom: mean 99, deviation 14; 170 is beyond five.
    expect(chiSquare(counts, values.length)).toBeLessThan(170);
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    // Five standard errors: of x, 1/√12; of x², √(4/45).
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(5 / Math.sqrt(12) / Math.sqrt(1e5));
    expect(Math.abs(mean(values.map((x) => x * x)) - 1 / 3)).toBeLessThan(
      (5 * Math.sqrt(4 / 45)) / Math.sqrt(1e5),
    );
  });

  test('uses 53 bits', () => {
    const rng = Rng.fromSeed(13);
    const lowBits = draw(200, () => (rng.uniform() * 2 ** 53) % 2);
    expect(new Set(lowBits)).toEqual(new Set([0, 1]));
  });
});

describe('Rng.integer', () => {
  test.each([1, 2, 7, 10])('is uniform over [0, %i)', (bound) => {
    const rng = Rng.fromSeed(14);
    const counts = new Array<number>(bound).fill(0);
    for (let i = 0; i < 20_000; i++) counts[rng.integer(bound)]! += 1;
    expect(counts).toHaveLength(bound);
    // At most 9 degrees of freedom: 40 has probability below 1e-5.
    expect(chiSquare(counts, 20_000)).toBeLessThan(40);
  });

  test('has no modulo bias where the bound is a large part of 2^32', () => {
    const rng = Rng.fromSeed(15);
    const bound = 3 * 2 ** 30;
    // A plain remainder would put half of the numbers into the first third.
    const low = draw(10_000, () => rng.integer(bound)).filter((value) => value < 2 ** 30).length;
    expect(Math.abs(low / 10_000 - 1 / 3)).toBeLessThan(0.025);
  });
});

describe('Rng.fillIntegers', () => {
  test.each([1, 7, 50_000, 3 * 2 ** 30, 2 ** 32])(
    'draws what calls of `integer` would over [0, %i), and leaves the stream where they would',
    (bound) => {
      const [one, bulk] = [Rng.fromSeed(18), Rng.fromSeed(18)];
      const numbers = new Uint32Array(1000);
      bulk.fillIntegers(numbers, bound);
      expect(Array.from(numbers)).toEqual(draw(1000, () => one.integer(bound)));
      expect(bulk.uint32()).toBe(one.uint32());
    },
  );
});

describe('Rng.normal', () => {
  test('has the moments and quantiles of the standard normal', () => {
    const rng = Rng.fromSeed(16);
    const values = draw(100_000, () => rng.normal());
    const error = 5 / Math.sqrt(values.length);
    // Five standard errors; Var(z²) = 2, Var(z³) = 15, Var(z⁴) = 96.
    expect(Math.abs(mean(values))).toBeLessThan(error);
    expect(Math.abs(mean(values.map((z) => z ** 2)) - 1)).toBeLessThan(error * Math.sqrt(2));
    expect(Math.abs(mean(values.map((z) => z ** 3)))).toBeLessThan(error * Math.sqrt(15));
    expect(Math.abs(mean(values.map((z) => z ** 4)) - 3)).toBeLessThan(error * Math.sqrt(96));
    for (const [quantile, probability] of [
      [-1.959964, 0.025],
      [-0.67449, 0.25],
      [1.281552, 0.9],
      [2.326348, 0.99],
    ] as const) {
      const below = values.filter((z) => z < quantile).length / values.length;
      expect(Math.abs(below - probability)).toBeLessThan(error * Math.sqrt(probability));
    }
  });

  test('draws both of a pair independently', () => {
    const rng = Rng.fromSeed(17);
    const pairs = Array.from({ length: 20_000 }, () => [rng.normal(), rng.normal()] as const);
    const [first, second] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    expect(Math.abs(correlation(first, second))).toBeLessThan(5 / Math.sqrt(20_000));
  });
});

describe('Rng.permutation', () => {
  test('holds every index once, in another order for another seed', () => {
    const order = Rng.fromSeed(18).permutation(100);
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect(order).toEqual(Rng.fromSeed(18).permutation(100));
    expect(order).not.toEqual(Rng.fromSeed(19).permutation(100));
  });

  test('gives each of the six orders of three as often', () => {
    const rng = Rng.fromSeed(20);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = rng.permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Five degrees of freedom: 31 has probability below 1e-5.
    expect(chiSquare([...counts.values()], 12_000)).toBeLessThan(31);
  });

  test.each([0, 1])('of length %i is the only one there is', (length) => {
    expect([...Rng.fromSeed(0).permutation(length)]).toEqual([0].slice(0, length));
  });
});
