import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../test/support/analysis.ts';
import { type ArcSpread, arcSpread } from './arc-spread.ts';
import { templatePlane } from './template-plane.ts';

/** Templates in the plane of the first two coordinates; the third stands at (0, -3). */
const plane = templatePlane(
  {
    templates: matrixOf([
      [-1, 0, 0],
      [1, 0, 0],
      [0, -3, 0],
    ]),
  },
  [0, 1, 2],
);

function spreadOf(points: readonly (readonly number[])[], labels: number[]): ArcSpread {
  return arcSpread(plane, {
    penultimate: matrixOf(points.map(([x, y]) => [x!, y!, 9])),
    labels: Int32Array.from(labels),
  });
}

/** At a distance and an angle from the third template. */
function about(distance: number, angle: number): number[] {
  return [distance * Math.cos(angle), -3 + distance * Math.sin(angle)];
}

describe('arcSpread', () => {
  test('points on a circle about the third template are an arc', () => {
    const { meanDistance, radialSpread, angularSpread, arcRatio } = spreadOf(
      [about(4, 1.2), about(4, 1.6), about(4, 1.2), about(4, 1.6)],
      [0, 1, 1, 0],
    );
    expect(meanDistance).toBeCloseTo(4, 12);
    expect(radialSpread).toBeCloseTo(0, 12);
    expect(angularSpread).toBeCloseTo(0.2, 12);
    expect(arcRatio).toBeCloseTo(0, 12);
  });

  test('points on a ray are none, whatever the third class does', () => {
    const points = [about(2, 1), about(6, 1), [50, 50]];
    expect(spreadOf(points, [0, 1, 2])).toMatchObject({ meanDistance: 4, radialSpread: 2 });
    expect(spreadOf(points, [0, 1, 2]).arcRatio ?? Infinity).toBeGreaterThan(1e6);
  });

  test('equal spreads along and across give 1', () => {
    const points = [about(9, 3), about(11, 3), about(9, 3.2), about(11, 3.2)];
    // Standard deviations 1 and 0.1 about a distance of 10, across the cut of atan2 at π.
    expect(spreadOf(points, [0, 0, 1, 1]).arcRatio).toBeCloseTo(1, 2);
  });

  test('needs an example', () => {
    expect(() => spreadOf([[0, 0]], [2])).toThrow('expected examples of class 0 or 1, got none');
  });
});
