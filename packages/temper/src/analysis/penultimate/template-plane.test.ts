import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import { matrixOf } from '../../../test/support/analysis.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { type PlanePoint, projectOnPlane, templatePlane } from './template-plane.ts';

const simplex = {
  templates: matrixOf([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]),
};

function flat(points: readonly PlanePoint[]): number[] {
  return points.flatMap(({ x, y }) => [x, y]);
}

function normalRows(rng: Rng, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => rng.normal()));
}

/** Turns every row in the plane of each two neighbouring axes. */
function rotate(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const turned = [...row];
    for (let i = 0; i + 1 < turned.length; i++) {
      const [p, q] = [turned[i]!, turned[i + 1]!];
      turned[i] = Math.cos(i + 1) * p - Math.sin(i + 1) * q;
      turned[i + 1] = Math.sin(i + 1) * p + Math.cos(i + 1) * q;
    }
    return turned;
  });
}

describe('templatePlane', () => {
  test('the corners of a simplex form an equilateral triangle around the origin', () => {
    const { origin, templates } = templatePlane(simplex, [0, 1, 2]);
    expectAllClose(origin, [1 / 3, 1 / 3, 1 / 3]);
    const [side, low] = [Math.SQRT1_2, -Math.sqrt(6) / 6];
    expectAllClose(flat(templates), [-side, low, side, low, 0, -2 * low]);
  });

  test('the order of the classes decides the axes', () => {
    const square = {
      templates: matrixOf([
        [0, 0],
        [4, 0],
        [0, 2],
      ]),
    };
    expect(templatePlane(square, [0, 1, 2]).basis).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(templatePlane(square, [0, 2, 1]).basis).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  test('the basis is orthonormal, and templates keep their distances', () => {
    const rows = normalRows(Rng.fromSeed(1), 5, 9);
    const { basis, templates } = templatePlane({ templates: matrixOf(rows) }, [4, 0, 2]);
    const inner = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expectAllClose(
      [inner(basis[0], basis[0]), inner(basis[1], basis[1]), inner(basis[0], basis[1])],
      [1, 1, 0],
    );
    const apart = Math.hypot(...rows[4]!.map((value, i) => value - rows[2]![i]!));
    expect(
      Math.hypot(templates[0].x - templates[2].x, templates[0].y - templates[2].y),
    ).toBeCloseTo(apart, 12);
  });

  test('templates on a line, or equal, span no plane', () => {
    const line = hostTensor('float32', [3, 2], Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.7, 0.8));
    const twins = matrixOf([
      [1, 2],
      [1, 2],
      [0, 0],
    ]);
    for (const templates of [
      line,
      twins,
      matrixOf([
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ]) {
      expect(() => templatePlane({ templates }, [0, 1, 2])).toThrow(
        'on one line; choose other classes',
      );
    }
    // The bias tells apart what the templates do not.
    const bias = hostTensor('float64', [3], Float64Array.of(0, 1, 0));
    expect(flat(templatePlane({ templates: twins, bias }, [0, 1, 2]).templates)).toHaveLength(6);
  });

  test('classes that repeat or do not exist are refused', () => {
    for (const classes of [
      [0, 1, 1],
      [0, 1, 3],
      [-1, 1, 2],
      [0, 1, 1.5],
    ] as const) {
      expect(() => templatePlane(simplex, classes)).toThrow(
        `expected three different classes in [0, 3), got ${classes.join(', ')}`,
      );
    }
  });

  test('a bias of another length, or not finite, is refused', () => {
    const bias = hostTensor('float64', [2], Float64Array.of(0, 1));
    expect(() => templatePlane({ ...simplex, bias }, [0, 1, 2])).toThrow(
      'each of 3 classes, got shape [2]',
    );
    const nan = hostTensor('float64', [3], Float64Array.of(0, NaN, 1));
    expect(() => templatePlane({ ...simplex, bias: nan }, [0, 1, 2])).toThrow(
      'got NaN for class 1',
    );
  });
});

describe('projectOnPlane', () => {
  test('what stands upright on the plane falls on its foot', () => {
    const plane = templatePlane(simplex, [0, 1, 2]);
    expectAllClose(
      projectOnPlane(
        plane,
        matrixOf([
          [0, 0, 0],
          [5, 5, 5],
        ]),
      ),
      [0, 0, 0, 0],
    );
  });

  test('activations on a template fall on its position', () => {
    const plane = templatePlane(simplex, [0, 1, 2]);
    expectAllClose(projectOnPlane(plane, simplex.templates), flat(plane.templates));
  });

  test('with a bias, a 1 is appended to every activation', () => {
    // Points (0, 0), (1, 0), (0, 1) with mean (⅓, ⅓); the activation is (½, 1).
    const bias = hostTensor('float64', [3], Float64Array.of(0, 0, 1));
    const plane = templatePlane({ templates: matrixOf([[0], [1], [0]]), bias }, [0, 1, 2]);
    expectAllClose(projectOnPlane(plane, matrixOf([[0.5]])), [1 / 6, 2 / 3]);
  });

  test('turning activations and templates together changes nothing', () => {
    const rng = Rng.fromSeed(2);
    const templates = normalRows(rng, 4, 7);
    const x = normalRows(rng, 10, 7);
    const before = projectOnPlane(
      templatePlane({ templates: matrixOf(templates) }, [3, 1, 0]),
      matrixOf(x),
    );
    const turned = templatePlane({ templates: matrixOf(rotate(templates)) }, [3, 1, 0]);
    expectAllClose(projectOnPlane(turned, matrixOf(rotate(x))), before);
    expect(rotate(x)[0]![0]).not.toBeCloseTo(x[0]![0]!, 2);
  });

  test('activations of another width are refused', () => {
    expect(() => projectOnPlane(templatePlane(simplex, [0, 1, 2]), matrixOf([[1, 2]]))).toThrow(
      'expected penultimate to have 3 columns, as the templates have, got 2',
    );
  });

  test('a plane survives JSON and still projects', () => {
    const plane = templatePlane(simplex, [0, 1, 2]);
    expect(JSON.parse(JSON.stringify(plane))).toEqual(plane);
  });
});
