import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../test/support/analysis.ts';
import { clusterGeometry } from './cluster-geometry.ts';
import { scatterRatio } from './scatter-ratio.ts';

function ratioOf(rows: number[][], labels: number[], numClasses = 3): number | null {
  return scatterRatio(
    clusterGeometry(
      { penultimate: matrixOf(rows), labels: Int32Array.from(labels) },
      { numClasses },
    ),
  );
}

describe('scatterRatio', () => {
  test('by hand, a class without examples left out', () => {
    // Class 0: ±1 about (0, 0), mean square 1. Class 2: ±2 about (0, 6), mean square 4.
    // Means lie 3 to either side of their own mean: 9. (1 + 4)/2 over 9.
    const rows = [
      [-1, 0],
      [1, 0],
      [0, 4],
      [0, 8],
    ];
    expect(ratioOf(rows, [0, 0, 2, 2])).toBeCloseTo(2.5 / 9, 14);
  });

  test('three means at uneven distances', () => {
    // Means 0, 1, 5 on a line, their mean 2: (4 + 1 + 9)/3. Within: 1, 1, 1.
    const rows = [-1, 1, 0, 2, 4, 6].map((x) => [x, 7]);
    expect(ratioOf(rows, [0, 0, 1, 1, 2, 2])).toBeCloseTo(3 / 14, 14);
  });

  test('has no value for one class, or means that coincide', () => {
    expect(ratioOf([[1], [2]], [1, 1])).toBeNull();
    expect(ratioOf([[-1], [1], [-2], [2]], [0, 0, 1, 1])).toBeNull();
  });
});
