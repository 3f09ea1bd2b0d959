import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../../test/support/matchers.ts';
import { minimizeConvex } from './convex-minimizer.ts';

const options = { precondition: (): void => undefined, tolerance: 1e-10, maxIterations: 500 };

describe('minimizeConvex', () => {
  test('a quadratic of condition number 1e4 ends at its closed-form minimum', () => {
    const curvatures = Float64Array.from({ length: 30 }, (_, i) => 10 ** ((i * 4) / 29));
    const found = minimizeConvex(
      new Float64Array(30),
      (x, gradient) => {
        let value = 0;
        for (const [i, c] of curvatures.entries()) {
          gradient[i] = c * (x[i]! - i);
          value += (c * (x[i]! - i) ** 2) / 2;
        }
        return value;
      },
      options,
    );
    expect(found.converged).toBe(true);
    expectAllClose(
      found.x,
      Array.from({ length: 30 }, (_, i) => i),
      { atol: 1e-9 },
    );
  });

  test('the inverse Hessian as preconditioner solves a quadratic in one step', () => {
    const found = minimizeConvex(
      Float64Array.of(5, 5),
      (x, gradient) => {
        gradient.set([1e6 * (x[0]! - 1), 1e-3 * (x[1]! + 2)]);
        return (1e6 * (x[0]! - 1) ** 2 + 1e-3 * (x[1]! + 2) ** 2) / 2;
      },
      {
        ...options,
        precondition: (v) => {
          v[0]! /= 1e6;
          v[1]! /= 1e-3;
        },
      },
    );
    expectAllClose(found.x, [1, -2]);
    expect(found.iterations).toBeLessThanOrEqual(2);
  });

  test('from where the first step is far too long, or too short', () => {
    for (const start of [40, -40, 1e-3]) {
      // log cosh(x − 1) bends only near 1.
      const found = minimizeConvex(
        Float64Array.of(start),
        (x, gradient) => {
          const d = x[0]! - 1;
          gradient[0] = Math.tanh(d);
          return Math.abs(d) + Math.log1p(Math.exp(-2 * Math.abs(d)));
        },
        options,
      );
      expect(found.x[0]).toBeCloseTo(1, 9);
    }
  });

  test('an infimum that is nowhere ends where the gradient has died away', () => {
    const found = minimizeConvex(
      Float64Array.of(0),
      (x, gradient) => {
        gradient[0] = -Math.exp(-x[0]!);
        return Math.exp(-x[0]!);
      },
      options,
    );
    expect(found.converged).toBe(true);
    expect(found.value).toBeLessThan(1e-9);
  });

  test('a limit on iterations is kept, and said', () => {
    const { converged, iterations } = minimizeConvex(
      Float64Array.of(3, 4),
      (x, gradient) => {
        gradient.set([4 * x[0]! ** 3, 4 * x[1]! ** 3]);
        return x[0]! ** 4 + x[1]! ** 4;
      },
      { ...options, maxIterations: 3 },
    );
    expect(converged).toBe(false);
    expect(iterations).toBe(3);
  });
});
