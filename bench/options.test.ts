import { describe, expect, test } from 'vitest';
import { parseBenchOptions, UsageError } from './options.ts';

describe('parseBenchOptions', () => {
  test('reads a benchmark and its options', () => {
    const args = ['mlp', '--threads', '3', '--rounds', '5', '--python', '/opt/python', '--json'];
    expect(parseBenchOptions(args)).toEqual({
      benchmark: 'mlp',
      threads: 3,
      rounds: 5,
      python: '/opt/python',
      json: true,
    });
  });

  test('knows when it is asked for help', () => {
    expect(parseBenchOptions(['--help'])).toBeUndefined();
  });

  test.each([
    [[]],
    [['cnn']],
    [['mlp', 'mlp']],
    [['mlp', '--threads', '0']],
    [['mlp', '--rounds', 'many']],
    [['mlp', '--fast']],
  ])('refuses %j', (args) => {
    expect(() => parseBenchOptions(args)).toThrow(UsageError);
  });
});
