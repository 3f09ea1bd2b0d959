import { describe, expect, test } from 'vitest';
import { parseBenchOptions, UsageError } from './options.ts';

describe('parseBenchOptions', () => {
  test('reads workloads and options', () => {
    const args = [
      'resnet20',
      'alexnet',
      '--threads',
      '3',
      '--rounds',
      '5',
      '--python',
      '/opt/python',
      '--json',
    ];
    expect(parseBenchOptions(args)).toEqual({
      workloads: ['resnet20', 'alexnet'],
      audit: false,
      threads: 3,
      rounds: 5,
      python: '/opt/python',
      json: true,
    });
  });

  test.each([[[]], [['--help']], [['mlp', '-h']]])('takes %j to ask for help', (args) => {
    expect(parseBenchOptions(args)).toBeUndefined();
  });

  test('leaves the rounds to the workload', () => {
    expect(parseBenchOptions(['mlp'])).toMatchObject({ workloads: ['mlp'], rounds: undefined });
  });

  test('tells the audit from networks to train', () => {
    expect(parseBenchOptions(['audit'])).toMatchObject({ workloads: [], audit: true });
    expect(parseBenchOptions(['audit', 'mlp'])).toMatchObject({ workloads: ['mlp'], audit: true });
  });

  test.each([
    [['cnn']],
    [['audit', 'audit']],
    [['resnet20', 'cnn']],
    [['mlp', 'mlp']],
    [['mlp', '--threads', '0']],
    [['mlp', '--rounds', 'many']],
    [['mlp', '--fast']],
  ])('refuses %j', (args) => {
    expect(() => parseBenchOptions(args)).toThrow(UsageError);
  });
});
