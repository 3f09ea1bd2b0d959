import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { ValueRangeError } from '../../base/index.ts';
import { targetRow } from './target-row.ts';

describe('targetRow', () => {
  // α = 0.2 of four classes; label 2.
  test.each([
    { convention: 'uniform', row: [0.05, 0.05, 0.85, 0.05] },
    { convention: 'other-classes', row: [0.2 / 3, 0.2 / 3, 0.8, 0.2 / 3] },
    { convention: 'exclude-padding', row: [0, 0.1, 0.8, 0.1] },
    { convention: 'unigram', labelFrequencies: [5, 0, 3, 2], row: [0.1, 0, 0.86, 0.04] },
  ] as const)('$convention', ({ row, ...options }) => {
    expectAllClose(targetRow({ ...options, alpha: 0.2, numClasses: 4, label: 2 }), row);
  });

  test('the example of its documentation', () => {
    expectAllClose(
      targetRow({ numClasses: 4, label: 2, alpha: 0.1 }),
      [0.025, 0.025, 0.925, 0.025],
    );
  });

  test('α of other-classes equals α/K with ε = α(K−1)/K', () => {
    const uniform = targetRow({ numClasses: 10, label: 7, alpha: 0.1 });
    const other = { numClasses: 10, label: 7, alpha: 0.09, convention: 'other-classes' } as const;
    expectAllClose(targetRow(other), uniform);
  });

  test('α = 0 is the one-hot row exactly', () => {
    const hard = Float64Array.of(0, 0, 1, 0);
    const row = { numClasses: 4, label: 2, alpha: 0 };
    expect(targetRow(row)).toEqual(hard);
    expect(targetRow({ ...row, convention: 'other-classes' })).toEqual(hard);
    expect(targetRow({ ...row, convention: 'exclude-padding' })).toEqual(hard);
    expect(targetRow({ ...row, convention: 'unigram', labelFrequencies: [1, 2, 3, 4] })).toEqual(
      hard,
    );
  });

  test('is a distribution that favours the label, for every convention, class and α', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 40 }),
        fc.nat(1e6),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (numClasses, draw, alpha) => {
          const label = 1 + (draw % (numClasses - 1));
          const shared = { numClasses, label, alpha };
          const labelFrequencies = Array.from({ length: numClasses }, (_, k) => (k * draw) % 7);
          labelFrequencies[label] = 9;
          for (const row of [
            targetRow(shared),
            targetRow({ ...shared, convention: 'other-classes' }),
            targetRow({ ...shared, convention: 'exclude-padding' }),
            targetRow({ ...shared, convention: 'unigram', labelFrequencies }),
          ]) {
            expect(row.reduce((sum, q) => sum + q, 0)).toBeCloseTo(1, 12);
            expect(row.every((q) => q >= 0)).toBe(true);
            expect(row[label]).toBeGreaterThanOrEqual(1 - alpha - 1e-12);
          }
        },
      ),
      { seed: 1 },
    );
  });

  test('of the padding is empty', () => {
    const padding = { numClasses: 4, label: 1, paddingIndex: 1, alpha: 0.1 } as const;
    expect(targetRow({ ...padding, convention: 'exclude-padding' })).toEqual(new Float64Array(4));
  });

  test.each([
    { numClasses: 3, label: 3 },
    { numClasses: 3, label: -1 },
    { numClasses: 3, label: 0.5 },
    { numClasses: 0, label: 0 },
  ])('refuses label $label of $numClasses classes', (options) => {
    expect(() => targetRow({ ...options, alpha: 0.1 })).toThrow(ValueRangeError);
  });

  test('refuses conventions with too few classes', () => {
    const row = { label: 0, alpha: 0.1 };
    expect(() => targetRow({ ...row, numClasses: 1, convention: 'other-classes' })).toThrow(
      'number of classes (other-classes smoothing) to be a whole number of at least 2, got 1',
    );
    expect(() => targetRow({ ...row, numClasses: 2, convention: 'exclude-padding' })).toThrow(
      'at least 3, got 2',
    );
  });
});
