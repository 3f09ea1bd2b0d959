import { describe, expect, it } from 'vitest';
import { niceTicks, type TickOptions } from './ticks.ts';

function written(range: [number, number], options: Partial<TickOptions> = {}): string[] {
  const { values, format } = niceTicks(range, { pixels: 500, most: 5, ...options });
  return values.map(format);
}

describe('niceTicks', () => {
  it.each<[[number, number], string[]]>([
    [
      [0, 1],
      ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
    ],
    [
      [-21, 19],
      ['−20', '−10', '0', '10'],
    ],
    [
      [0, 0.3],
      ['0.0', '0.1', '0.2', '0.3'],
    ],
    [
      [995, 1004],
      ['996', '998', '1000', '1002', '1004'],
    ],
    [
      [-0.0021, 0.0028],
      ['−0.002', '−0.001', '0.000', '0.001', '0.002'],
    ],
    [
      [0, 1000],
      ['0', '200', '400', '600', '800', '1000'],
    ],
  ])('divides %j at round numbers of equal decimals', (range, expected) => {
    expect(written(range)).toEqual(expected);
  });

  it('keeps the ends free where asked to', () => {
    expect(written([0, 1], { margin: 0.05 })).toEqual(['0.2', '0.4', '0.6', '0.8']);
  });

  it('takes whole numbers only for epochs', () => {
    expect(written([1, 3], { whole: true })).toEqual(['1', '2', '3']);
    expect(written([0.5, 1.5], { whole: true })).toEqual(['1']);
  });

  it('thins out until labels keep apart', () => {
    expect(written([0, 1], { pixels: 100 })).toEqual(['0.0', '0.5', '1.0']);
    expect(written([0, 1], { pixels: 20 })).toEqual(['0', '1']);
  });
});
