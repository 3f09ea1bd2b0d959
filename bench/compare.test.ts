import { describe, expect, test } from 'vitest';
import type { ContenderResult } from './admission.ts';
import { compare } from './compare.ts';
import type { ContenderGroup } from './workload.ts';

function timed(name: string, group: ContenderGroup, perRound: readonly number[]): ContenderResult {
  const times = { stepsPerTurn: 1, perRound };
  return { name, group, description: name, lossDifference: 0, problem: null, times };
}

const refused: ContenderResult = {
  name: 'compiled',
  group: 'compiled',
  description: null,
  lossDifference: null,
  problem: 'no compiler',
  times: null,
};
const contenders = [
  timed('ours', 'temper', [9, 8, 8]),
  timed('theirs', 'pytorch', [10, 30, 31]),
  timed('theirs, faster', 'pytorch', [11, 10, 9]),
  refused,
];

describe('compare', () => {
  test('takes the fastest of each group by its median', () => {
    const [comparison] = compare(contenders, [
      { numerator: 'temper', denominator: 'pytorch', bound: { atMost: 0.8 } },
    ]);
    expect(comparison).toMatchObject({ numerator: 'ours', denominator: 'theirs, faster' });
    expect(comparison).toMatchObject({ met: true, ratio: { ofMedians: 0.8 } });
  });

  test.each([
    [{ atMost: 0.79 }, false],
    [{ atLeast: 0.8 }, true],
    [{ atLeast: 0.81 }, false],
    [null, true],
  ])('holds the ratio 0.8 to %j', (bound, met) => {
    const choice = { numerator: 'temper', denominator: 'pytorch', bound } as const;
    expect(compare(contenders, [choice])[0]!.met).toBe(met);
  });

  test('says nothing of a group that was not measured', () => {
    const bound = { atMost: 1 };
    expect(
      compare(contenders, [
        { numerator: 'temper', denominator: 'compiled', bound },
        { numerator: 'standard', denominator: 'pytorch', bound },
      ]),
    ).toEqual([]);
  });
});
