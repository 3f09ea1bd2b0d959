import { describe, expect, test } from 'vitest';
import { threefry2x32 } from './threefry.ts';

describe('threefry2x32', () => {
  // The known-answer vectors of Random123 (kat_vectors, threefry2x32, 20 rounds).
  test.each([
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    {
      key: [0xffffffff, 0xffffffff],
      counter: [0xffffffff, 0xffffffff],
      words: [0x1cb996fc, 0xbb002be7],
    },
    {
      key: [0x13198a2e, 0x03707344],
      counter: [0x243f6a88, 0x85a308d3],
      words: [0xc4923a9c, 0x483df7a0],
    },
  ] as const)('gives the published words for counter $counter', ({ key, counter, words }) => {
    expect(threefry2x32(key, counter)).toEqual(words);
  });

  test('flips about half of the bits when one bit of the key or counter flips', () => {
    const bitsSet = (word: number): number => word.toString(2).replaceAll('0', '').length;
    const reference = threefry2x32([1, 2], [3, 4]);
    let flipped = 0;
    for (let bit = 0; bit < 32; bit++) {
      for (const changed of [
        threefry2x32([1 ^ (1 << bit), 2], [3, 4]),
        threefry2x32([1, 2], [3, 4 ^ (1 << bit)]),
      ]) {
        flipped += bitsSet((changed[0] ^ reference[0]) >>> 0);
        flipped += bitsSet((changed[1] ^ reference[1]) >>> 0);
      }
    }
    // 4,096 fair bits: six standard deviations are 192.
    expect(Math.abs(flipped - 2048)).toBeLessThan(192);
  });
});
