import { property, assert, array, double, constantFrom, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels, textWidth, wrapText } from './text-layout.ts';

describe('textWidth', () => {
  it('grows with size, weight and letters', () => {
    expect(textWidth('')).toBe(0);
    expect(textWidth('mm', { size: 24 })).toBeCloseTo(2 * textWidth('mm', { size: 12 }));
    expect(textWidth('m', { bold: true })).toBeGreaterThan(textWidth('m'));
    expect(textWidth('W')).toBeGreaterThan(textWidth('i'));
  });

  it('gives wide letters their full em, surrogate pairs once', () => {
    expect(textWidth('狐', { size: 10 })).toBe(10);
    expect(textWidth('𠀀', { size: 10 })).toBe(10);
  });
});

describe('wrapText', () => {
  it('breaks at spaces but never around an equals sign', () => {
    const width = textWidth('smoothing, α');
    expect(wrapText('smoothing, α = 0.1', width)).toEqual(['smoothing,', 'α\u00a0=\u00a00.1']);
  });

  it('keeps every letter, and every line that can be broken within the width', () => {
    const words = array(constantFrom('a', 'model', 'calibration', '=', 'Wasserstein-distance'), {
      minLength: 1,
    });
    assert(
      property(words, integer({ min: 20, max: 200 }), (parts, width) => {
        const text = parts.join(' ');
        const lines = wrapText(text, width);
        const letters = (value: string): string => value.replace(/\s/g, '');
        expect(letters(lines.join(''))).toBe(letters(text));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
      { seed: 1 },
    );
  });
});

describe('spreadLabels', () => {
  const bounds = { lower: 0, upper: 100 };

  it('leaves labels alone that do not overlap', () => {
    expect(spreadLabels([70, 10, 40], [10, 10, 10], bounds)).toEqual([70, 10, 40]);
  });

  it('moves two that coincide apart by the same amount', () => {
    expect(spreadLabels([50, 50], [10, 10], bounds)).toEqual([45, 55]);
  });

  it('pushes a crowd at the edge back inside', () => {
    expect(spreadLabels([99, 98], [10, 20], bounds)).toEqual([95, 80]);
  });

  it('lets what does not fit overflow in order, without overlap', () => {
    expect(spreadLabels([1, 2, 3], [50, 50, 50], bounds)).toEqual([25, 75, 125]);
  });

  it('never lets labels overlap and keeps their order', () => {
    const wishes = array(double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });
    assert(
      property(wishes, (wanted) => {
        const places = spreadLabels(
          wanted,
          wanted.map(() => 12),
          bounds,
        );
        const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        for (const [rank, index] of order.slice(1).entries()) {
          expect(places[index]! - places[order[rank]!]!).toBeGreaterThanOrEqual(12 - 1e-9);
        }
        for (const place of places) {
          expect(place).toBeGreaterThanOrEqual(6 - 1e-9);
          expect(place).toBeLessThanOrEqual(94 + 1e-9);
        }
      }),
      { seed: 2 },
    );
  });
});
