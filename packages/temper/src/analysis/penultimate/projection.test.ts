import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../test/support/analysis.ts';
import { projectExamples } from './projection.ts';
import { templatePlane } from './template-plane.ts';

// Axes of the plane are those of the activations; its origin is (1, 1).
const plane = templatePlane(
  {
    templates: matrixOf([
      [0, 0],
      [3, 0],
      [0, 3],
      [9, 9],
    ]),
  },
  [0, 1, 2],
);
const labels = Int32Array.of(3, 0, 1, 0, 2, 0, 1, 3);
const activations = { penultimate: matrixOf(Array.from(labels, (_, n) => [n, 10 * n])), labels };

describe('projectExamples', () => {
  test('takes the plane’s classes, with their rows and labels', () => {
    const points = projectExamples(plane, activations);
    expect(points.map((point) => point.index)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(points.map((point) => point.label)).toEqual([0, 1, 0, 2, 0, 1]);
    for (const { x, y, index } of points) {
      expect(x).toBeCloseTo(index - 1, 12);
      expect(y).toBeCloseTo(10 * index - 1, 12);
    }
  });

  test('perClass keeps the first of each class, and all of a smaller one', () => {
    const rows = projectExamples(plane, activations, { perClass: 2 }).map((point) => point.index);
    expect(rows).toEqual([1, 2, 3, 4, 6]);
  });

  test('a seed draws them, the same every time', () => {
    const rows = (seed: number): number[] =>
      projectExamples(plane, activations, { perClass: 1, seed }).map((point) => point.index);
    const draws = Array.from({ length: 20 }, (_, seed) => rows(seed));
    expect(rows(7)).toEqual(draws[7]);
    expect(new Set(draws.map(String)).size).toBeGreaterThan(3);
    for (const draw of draws) {
      expect(draw.map((row) => labels[row]!).sort()).toEqual([0, 1, 2]);
      expect(draw).toEqual([...draw].sort((a, b) => a - b));
    }
  });

  test('no example of the three classes gives no point', () => {
    const others = { penultimate: matrixOf([[1, 2]]), labels: Int32Array.of(3) };
    expect(projectExamples(plane, others)).toEqual([]);
  });

  test('unsound activations and perClass 0 are refused', () => {
    const short = { penultimate: matrixOf([[1, 2]]), labels: Int32Array.of(0, 1) };
    expect(() => projectExamples(plane, short)).toThrow('one label for each of 1 rows, got 2');
    expect(() => projectExamples(plane, activations, { perClass: 0 })).toThrow('perClass');
  });
});
