import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../test/support/analysis.ts';
import { looksLikeProbabilities } from './predictions.ts';

describe('looksLikeProbabilities', () => {
  test('rows that are not negative and sum to 1 within 1e-4', () => {
    expect(
      looksLikeProbabilities(
        matrixOf([
          [0.25, 0.75],
          [1, 0.00005],
        ]),
      ),
    ).toBe(true);
    expect(
      looksLikeProbabilities(
        matrixOf([
          [0.25, 0.75],
          [1, 0.001],
        ]),
      ),
    ).toBe(false);
    expect(
      looksLikeProbabilities(
        matrixOf([
          [0.25, 0.75],
          [2, -1],
        ]),
      ),
    ).toBe(false);
  });
});
