import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { drawStrokes, GLYPH_SIZE, type Pen } from './raster.ts';
import { warpPoints } from './warp.ts';

function draw(points: readonly number[], ends: readonly number[], pen: Pen): Uint8Array {
  const out = new Uint8Array(GLYPH_SIZE * GLYPH_SIZE);
  const strokes = { points: Float64Array.from(points), ends: Uint8Array.from(ends) };
  drawStrokes(strokes, pen, { rng: Rng.fromSeed(0), out });
  return out;
}

describe('drawStrokes', () => {
  const pen = { radius: 2, softness: 1, ink: 200, noise: 0 };

  test('is full inside the stroke, half at its edge, dark beyond, with round ends', () => {
    const image = draw([8, 10, 18, 10], [0, 1], pen);
    const at = (x: number, y: number): number => image[y * GLYPH_SIZE + x]!;
    expect([at(12, 10), at(12, 11), at(12, 12), at(12, 13)]).toEqual([200, 200, 100, 0]);
    expect([at(8, 10), at(7, 10), at(6, 10), at(5, 10)]).toEqual([200, 200, 100, 0]);
    expect([at(18, 10), at(19, 10), at(20, 10), at(21, 10)]).toEqual([200, 200, 100, 0]);
    expect(at(6, 8)).toBeLessThan(100);
  });

  test('agrees with the distance to a slanted piece, worked out another way', () => {
    const [x0, y0, x1, y1] = [5.3, 21.2, 20.8, 6.4];
    const image = draw([x0, y0, x1, y1], [0, 1], { ...pen, softness: 0.5 });
    for (let i = 0; i < image.length; i++) {
      const [x, y] = [i % GLYPH_SIZE, Math.floor(i / GLYPH_SIZE)];
      // The nearest of many points on the piece.
      const distances = Array.from({ length: 401 }, (_, k) =>
        Math.hypot(x - x0 - (k / 400) * (x1 - x0), y - y0 - (k / 400) * (y1 - y0)),
      );
      const distance = Math.min(...distances);
      if (distance < 1.49) expect(image[i]).toBe(200);
      if (distance > 2.51) expect(image[i]).toBe(0);
      if (distance > 1.6 && distance < 2.4) expect(image[i]! > 0 && image[i]! < 200).toBe(true);
    }
  });

  test('draws nothing between strokes, and a point for a piece without length', () => {
    const image = draw([2, 2, 2, 2, 25, 25, 25, 25], [0, 1, 0, 1], pen);
    expect(image[2 * GLYPH_SIZE + 2]).toBe(200);
    expect(image[14 * GLYPH_SIZE + 14]).toBe(0);
  });

  test('clips what leaves the image', () => {
    expect(draw([-40, 14, 60, 14], [0, 1], pen)[14 * GLYPH_SIZE]).toBe(200);
    expect(draw([-40, -40, -30, -30], [0, 1], pen).every((value) => value === 0)).toBe(true);
  });

  test('adds noise of the given mean and deviation, never outside 0 to 255', () => {
    // A stroke that covers the whole image, at mid brightness.
    const image = draw([14, 14, 14, 14], [0, 1], { radius: 40, softness: 1, ink: 128, noise: 20 });
    const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
    const variance = image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length;
    // Five standard errors of 784 pixels: 20/28 for the mean, 20/39.6 for the deviation.
    expect(Math.abs(mean - 128)).toBeLessThan(3.6);
    expect(Math.abs(Math.sqrt(variance) - 20)).toBeLessThan(2.6);
    const loud = draw([14, 14, 14, 14], [0, 1], { radius: 40, softness: 1, ink: 128, noise: 500 });
    expect(loud.filter((value) => value === 0).length).toBeGreaterThan(200);
    expect(loud.filter((value) => value === 255).length).toBeGreaterThan(200);
  });
});

describe('warpPoints', () => {
  const still = { halfTurn: 0, shear: 0, stretch: 0, shift: 0, elastic: 0 };
  const box = [0, 0, 1, 0, 1, 1, 0, 1, 0.5, 0.5] as const;
  const warp = (ranges: Partial<typeof still>, seed: number): Float64Array => {
    const points = Float64Array.from(box);
    warpPoints(points, { ...still, ...ranges }, Rng.fromSeed(seed));
    return points;
  };
  /** Lengths of the box's four sides. */
  const sides = (p: Float64Array): number[] =>
    [0, 2, 4, 6].map((i) => Math.hypot(p[(i + 2) % 8]! - p[i]!, p[(i + 3) % 8]! - p[i + 1]!));

  test('turns and scales about the centre of the image, and keeps angles', () => {
    for (let seed = 0; seed < 20; seed++) {
      const points = warp({ halfTurn: 0.2 }, seed);
      const [width, right, bottom, left] = sides(points);
      for (const side of [right, bottom, left]) expect(side).toBeCloseTo(width!, 10);
      expect(Math.hypot(points[4]! - points[0]!, points[5]! - points[1]!)).toBeCloseTo(
        width! * Math.SQRT2,
        10,
      );
      expect(width).toBeGreaterThan(16);
      expect(width).toBeLessThan(21);
      expect([points[8], points[9]]).toEqual([13.5, 13.5]);
      // tan(θ/2) at most 0.2: θ at most 22.7°.
      const angle = Math.atan2(points[3]! - points[1]!, points[2]! - points[0]!);
      expect(Math.abs(angle)).toBeLessThanOrEqual(2 * Math.atan(0.2) + 1e-12);
    }
  });

  test('moves by at most the shift', () => {
    for (let seed = 0; seed < 20; seed++) {
      const points = warp({ shift: 2 }, seed);
      expect(
        Math.max(Math.abs(points[8]! - 13.5), Math.abs(points[9]! - 13.5)),
      ).toBeLessThanOrEqual(2);
    }
  });

  test('bends smoothly: near points stay near', () => {
    for (let seed = 0; seed < 20; seed++) {
      const near = Float64Array.from({ length: 202 }, (_, i) => (i % 2 === 0 ? i / 200 : 0.37));
      warpPoints(near, { ...still, elastic: 3 }, Rng.fromSeed(seed));
      for (let i = 2; i < near.length; i += 2) {
        expect(Math.hypot(near[i]! - near[i - 2]!, near[i + 1]! - near[i - 1]!)).toBeLessThan(0.6);
      }
    }
    expect(sides(warp({ elastic: 3 }, 0))[0]).not.toBeCloseTo(
      sides(warp({ elastic: 3 }, 0))[1]!,
      3,
    );
  });
});
