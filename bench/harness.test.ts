import { describe, expect, test } from 'vitest';
import { type Contender, interleave } from './harness.ts';

/** A contender that writes down what it is asked for. */
function pretend(name: string, msPerStep: number, log: string[]): Contender {
  return {
    name,
    run(steps) {
      log.push(`${name}${steps}`);
      return Promise.resolve(msPerStep);
    },
  };
}

describe('interleave', () => {
  const options = {
    stepsPerTurn: 24,
    untimedShare: 1 / 3,
    turnMilliseconds: 480,
    restMilliseconds: 0,
  };

  test('goes there and back, with steps before those that count', async () => {
    const log: string[] = [];
    const contenders = [pretend('a', 1, log), pretend('b', 2, log)];
    const times = await interleave(contenders, { ...options, rounds: 3 });
    expect(log.join(' ')).toBe('a1 a1 b1 b1 a8 a24 b8 b24 b8 b24 a8 a24 a8 a24 b8 b24');
    expect(times).toEqual([
      { stepsPerTurn: 24, perRound: [1, 1, 1] },
      { stepsPerTurn: 24, perRound: [2, 2, 2] },
    ]);
  });

  test('times every step where no others are asked for', async () => {
    const log: string[] = [];
    await interleave([pretend('a', 1, log)], { ...options, untimedShare: 0, rounds: 2 });
    expect(log.join(' ')).toBe('a1 a1 a24 a24');
  });

  test('gives slow ones as many steps as fit into a turn, one at least', async () => {
    const contenders = [pretend('a', 20, []), pretend('b', 100, []), pretend('c', 1000, [])];
    const times = await interleave(contenders, { ...options, rounds: 1 });
    expect(times.map(({ stepsPerTurn }) => stepsPerTurn)).toEqual([24, 4, 1]);
  });
});
