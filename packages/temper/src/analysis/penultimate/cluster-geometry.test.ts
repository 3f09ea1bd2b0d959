import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { matrixOf } from '../../../test/support/analysis.ts';
import { clusterGeometry } from './cluster-geometry.ts';
import { clusterTriangle } from './cluster-triangle.ts';
import { templateDistances } from './template-distances.ts';
import { templatePlane } from './template-plane.ts';

const simplexRows = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const simplex = { templates: matrixOf(simplexRows) };
/** Activations that have collapsed on their templates. */
const collapsed = {
  penultimate: matrixOf([...simplexRows, ...simplexRows]),
  labels: Int32Array.of(0, 1, 2, 0, 1, 2),
};

describe('clusterGeometry', () => {
  test('by hand, with a class that has no examples', () => {
    const activations = {
      penultimate: matrixOf([
        [0, 0],
        [1, 4],
        [2, 0],
        [1, 4],
      ]),
      labels: Int32Array.of(0, 2, 0, 2),
    };
    const geometry = clusterGeometry(activations, { numClasses: 3 });
    expect(geometry.clusters[0]).toEqual({ label: 0, count: 2, radius: 1, activationNorm: 1 });
    expect(geometry.clusters[1]).toEqual({
      label: 1,
      count: 0,
      radius: null,
      activationNorm: null,
    });
    expect(geometry.clusters[2]).toEqual({
      label: 2,
      count: 2,
      radius: 0,
      activationNorm: Math.sqrt(17),
    });
    expect(geometry.meanRadius).toBeCloseTo(0.5, 14);
    expect(geometry.meanActivationNorm).toBeCloseTo((1 + Math.sqrt(17)) / 2, 14);
    expect(geometry.meanDistance).toBeCloseTo(4, 14);
    expect(geometry.distanceVariation).toBe(0);
    expect(geometry.radiusRatio).toBeCloseTo(0.125, 14);
    expect(JSON.parse(JSON.stringify(geometry))).toEqual(geometry);
  });

  test('clusters that have collapsed on a simplex are points, equally far apart', () => {
    const geometry = clusterGeometry(collapsed, { numClasses: 3 });
    expect(geometry.meanDistance).toBeCloseTo(Math.SQRT2, 14);
    expect(geometry.distanceVariation).toBeCloseTo(0, 14);
    expect(geometry).toMatchObject({ meanRadius: 0, radiusRatio: 0, meanActivationNorm: 1 });
  });

  test('scaling the activations scales lengths and leaves ratios; moving them leaves radii', () => {
    const rng = Rng.fromSeed(3);
    const rows = Array.from({ length: 30 }, () => [rng.normal(), rng.normal(), rng.normal()]);
    const labels = Int32Array.from(rows, (_, n) => n % 4);
    const measure = (map: (value: number) => number): ReturnType<typeof clusterGeometry> =>
      clusterGeometry(
        { penultimate: matrixOf(rows.map((row) => row.map(map))), labels },
        { numClasses: 4 },
      );
    const [one, scaled, moved] = [measure((v) => v), measure((v) => 3 * v), measure((v) => v + 50)];
    expect(scaled.meanRadius).toBeCloseTo(3 * one.meanRadius, 12);
    expect(scaled.meanActivationNorm).toBeCloseTo(3 * one.meanActivationNorm, 12);
    expect(scaled.radiusRatio).toBeCloseTo(one.radiusRatio!, 12);
    expect(moved.meanRadius).toBeCloseTo(one.meanRadius, 10);
    expect(moved.distanceVariation).toBeCloseTo(one.distanceVariation!, 10);
    expect(one.distanceVariation).toBeGreaterThan(0.01);
  });

  test('a single class, or coinciding means, leave nothing to compare with', () => {
    const one = clusterGeometry(
      { penultimate: matrixOf([[1], [3]]), labels: Int32Array.of(0, 0) },
      { numClasses: 1 },
    );
    expect(one).toMatchObject({
      meanRadius: 1,
      meanDistance: null,
      distanceVariation: null,
      radiusRatio: null,
    });
    const same = clusterGeometry(
      { penultimate: matrixOf([[1], [1]]), labels: Int32Array.of(0, 1) },
      { numClasses: 2 },
    );
    expect(same).toMatchObject({ meanDistance: 0, distanceVariation: null, radiusRatio: null });
  });

  test('a label outside the classes is refused', () => {
    expect(() => clusterGeometry(collapsed, { numClasses: 2 })).toThrow(
      'labels in [0, 2), got 2 at row 2',
    );
  });
});

describe('clusterTriangle', () => {
  test('a simplex gives an equilateral triangle', () => {
    const { edges, edgeRatio, vertices } = clusterTriangle(
      templatePlane(simplex, [0, 1, 2]),
      collapsed,
    );
    for (const edge of edges) expect(edge).toBeCloseTo(Math.SQRT2, 12);
    expect(edgeRatio).toBeCloseTo(1, 12);
    expect(vertices[2].x).toBeCloseTo(0, 12);
  });

  test('class means at (0, 0), (4, 0), (0, 3) have edges 4, 5, 3, whatever else there is', () => {
    const plane = templatePlane(
      {
        templates: matrixOf([
          [0, 0],
          [1, 0],
          [0, 1],
          [7, 7],
        ]),
      },
      [0, 1, 2],
    );
    const activations = {
      penultimate: matrixOf([
        [-1, 0],
        [1, 0],
        [4, 0],
        [0, 3],
        [80, 80],
      ]),
      labels: Int32Array.of(0, 0, 1, 2, 3),
    };
    const { edges, edgeRatio } = clusterTriangle(plane, activations);
    expect(edges.map((edge) => Number(edge.toFixed(12)))).toEqual([4, 5, 3]);
    expect(edgeRatio).toBeCloseTo(0.6, 12);
  });

  test('a class without examples is refused; coinciding means have no ratio', () => {
    const plane = templatePlane(simplex, [0, 1, 2]);
    const two = { penultimate: matrixOf(simplexRows.slice(0, 2)), labels: Int32Array.of(0, 1) };
    expect(() => clusterTriangle(plane, two)).toThrow(
      'expected examples of class 2, got none among 2',
    );
    const same = {
      penultimate: matrixOf([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
      labels: Int32Array.of(0, 1, 2),
    };
    expect(clusterTriangle(plane, same).edgeRatio).toBeNull();
  });
});

describe('templateDistances', () => {
  test('collapsed on a simplex: 0 to the own template, √2 to all others', () => {
    const { own, others, templateSquaredNorm } = templateDistances(simplex, collapsed);
    expect(own).toEqual({ mean: 0, coefficientOfVariation: null });
    expect(others!.mean).toBeCloseTo(Math.SQRT2, 14);
    expect(others!.coefficientOfVariation).toBeCloseTo(0, 14);
    expect(templateSquaredNorm).toEqual({ mean: 1, coefficientOfVariation: 0 });
  });

  test('with a bias, distances are those of (x, 1) and (w, b)', () => {
    const head = {
      templates: matrixOf([[0], [3]]),
      bias: { dtype: 'float64', shape: [2], data: Float64Array.of(1, 5) } as const,
    };
    const at = { penultimate: matrixOf([[0]]), labels: Int32Array.of(1) };
    const { own, others, templateSquaredNorm } = templateDistances(head, at);
    expect([own.mean, others!.mean]).toEqual([5, 0]);
    // 1 and 34.
    expect(templateSquaredNorm.mean).toBe(17.5);
  });

  test('a single class has no others', () => {
    const one = { penultimate: matrixOf([[3, 4]]), labels: Int32Array.of(0) };
    const { own, others } = templateDistances({ templates: matrixOf([[0, 0]]) }, one);
    expect(own.mean).toBe(5);
    expect(others).toBeNull();
  });

  test('a label without a template and another width are refused', () => {
    const wrong = { penultimate: matrixOf([[1, 2, 3]]), labels: Int32Array.of(3) };
    expect(() => templateDistances(simplex, wrong)).toThrow('labels in [0, 3), got 3');
    const narrow = { penultimate: matrixOf([[1, 2]]), labels: Int32Array.of(0) };
    expect(() => templateDistances(simplex, narrow)).toThrow(
      'expected penultimate to have 3 columns',
    );
  });
});
