import { describe, expect, it } from 'vitest';
import { figureVariables, maxSeries, paint, seriesPaint, substituteVariables } from './theme.ts';

/** Linear red, green and blue of `#rrggbb` in [0, 1] (IEC 61966-2-1). */
function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, weight, index) => sum + weight * vector[index]!, 0));
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map((colour) => times([[0.2126, 0.7152, 0.0722]], linear(colour))[0]! + 0.05)
    .sort((x, y) => x - y);
  return high! / low!;
}

/** Machado, Oliveira, Fernandes, 2009, severity 1, on linear values. */
const deficiencies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* (D65) as seen through a matrix. */
function lab(colour: string, matrix: readonly (readonly number[])[]): number[] {
  const seen = times(matrix, linear(colour)).map((value) => Math.min(1, Math.max(0, value)));
  const [x, y, z] = times(
    [
      [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
      [0.2126, 0.7152, 0.0722],
      [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
    ],
    seen,
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(['light', 'dark'] as const)('colours of the %s scheme', (scheme) => {
  const colours = figureVariables(scheme);
  const background = colours['--figure-background']!;
  const series = Array.from({ length: maxSeries }, (_, i) => colours[`--figure-series-${i + 1}`]!);

  it('have the contrast that text needs', () => {
    for (const name of ['ink', 'muted']) series.push(colours[`--figure-${name}`]!);
    for (const colour of series) expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
    series.length = maxSeries;
  });

  it.each(Object.entries(deficiencies))('differ from one another with %s', (_, matrix) => {
    for (const [i, a] of series.entries()) {
      for (const b of series.slice(i + 1)) {
        const [p, q] = [lab(a, matrix), lab(b, matrix)];
        expect(
          Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!),
          `${a} ${b}`,
        ).toBeGreaterThan(15);
      }
    }
  });
});

describe('paint and substituteVariables', () => {
  it('replace each other', () => {
    const markup = `<a fill="${paint('ink')}" stroke="${seriesPaint(1)}"/>`;
    expect(markup).toContain('var(--figure-ink, #');
    expect(substituteVariables(markup, 'dark')).toBe('<a fill="#e9ebee" stroke="#ff8b47"/>');
    expect(substituteVariables('var(--other, #000)', 'dark')).toBe('var(--other, #000)');
  });
});

describe('seriesPaint', () => {
  it.each([-1, maxSeries, 0.5, NaN])('refuses %s', (index) => {
    expect(() => seriesPaint(index)).toThrow(RangeError);
  });
});
