import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration } from './quantities.ts';

describe('formatDuration', () => {
  it.each([
    [0.2, '0 s'],
    [8.4, '8 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [3599.6, '1 h'],
    [7500, '2 h 5 min'],
    [7199, '2 h'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9_912_422, '9.9 MB'],
    [999_960, '1.0 MB'],
    [3e15, '3000.0 TB'],
  ])('says %d as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
