import { describe, expect, test } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { characterOf, GLYPH_NAMES, SIMILAR_GLYPHS } from './characters.ts';
import { flattenStrokes, line, oval } from './strokes.ts';

describe('flattenStrokes', () => {
  test('keeps the pieces between corners straight, and evenly divided', () => {
    const { points, ends } = flattenStrokes([line('0,0 30,0! 30,60')]);
    const along = [0, 0.1, 0.2, 0.3].flatMap((x) => [x, 0]);
    expectAllClose(points, [...along, 0.3, 0.2, 0.3, 0.4, 0.3, 0.6], { atol: 1e-12 });
    expect([...ends]).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  test('follows an ellipse to within a hundredth of its radius', () => {
    const { points } = flattenStrokes([oval(50, 40, 20, 40)]);
    for (let i = 0; i < points.length; i += 2) {
      const radius = Math.hypot((points[i]! - 0.5) / 0.2, (points[i + 1]! - 0.4) / 0.4);
      expect(Math.abs(radius - 1)).toBeLessThan(0.01);
    }
  });

  test('lifts the pen after each stroke', () => {
    const { ends } = flattenStrokes([line('0,0 1,1'), line('5,5 6,6 7,7')]);
    expect([...ends]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('characterOf', () => {
  test('matches alike characters point by point, and leaves the others as they are', () => {
    for (const name of GLYPH_NAMES) {
      const { own, partner } = characterOf(name);
      expect(partner.ends).toEqual(own.ends);
      const paired = SIMILAR_GLYPHS.some((pair) => pair.includes(name));
      expect(partner !== own).toBe(paired);
    }
  });

  test('keeps every character inside its box', () => {
    for (const name of GLYPH_NAMES) {
      for (const value of characterOf(name).own.points) {
        expect(value).toBeGreaterThan(-0.02);
        expect(value).toBeLessThan(1.02);
      }
    }
  });
});
