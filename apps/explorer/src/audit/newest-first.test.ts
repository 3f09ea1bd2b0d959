import { describe, expect, test } from 'vitest';
import { newestFirst, type NewestFirst, type Outcome } from './newest-first.ts';

/** Answers when told to, in the order asked. */
function slowly(): {
  readonly asked: number[];
  readonly heard: Outcome<number, string>[];
  readonly line: NewestFirst<number>;
  readonly answer: (error?: Error) => Promise<void>;
} {
  const asked: number[] = [];
  const heard: Outcome<number, string>[] = [];
  let settle: (error?: Error) => void = () => undefined;
  const line = newestFirst<number, string>(
    (question) => {
      asked.push(question);
      return new Promise((resolve, reject) => {
        settle = (error) => {
          if (error) reject(error);
          else resolve(`answer to ${question}`);
        };
      });
    },
    (outcome) => heard.push(outcome),
  );
  const answer = async (error?: Error): Promise<void> => {
    settle(error);
    await new Promise(setImmediate);
  };
  return { asked, heard, line, answer };
}

describe('newestFirst', () => {
  test('asks at once when nothing is being answered', async () => {
    const { asked, heard, line, answer } = slowly();
    line.put(1);
    await answer();
    line.put(2);
    await answer();
    expect(asked).toEqual([1, 2]);
    expect(heard).toEqual([
      { question: 1, answer: 'answer to 1' },
      { question: 2, answer: 'answer to 2' },
    ]);
  });

  test('skips what is out of date before its turn', async () => {
    const { asked, heard, line, answer } = slowly();
    for (const question of [1, 2, 3, 4]) line.put(question);
    await answer();
    await answer();
    expect(asked).toEqual([1, 4]);
    expect(heard.map(({ question }) => question)).toEqual([1, 4]);
  });

  test('goes on after an error', async () => {
    const { heard, line, answer } = slowly();
    line.put(1);
    line.put(2);
    await answer(new Error('no'));
    await answer();
    expect(heard).toEqual([
      { question: 1, error: new Error('no') },
      { question: 2, answer: 'answer to 2' },
    ]);
  });

  test('neither asks nor tells once disposed', async () => {
    const { asked, heard, line, answer } = slowly();
    line.put(1);
    line.put(2);
    line.dispose();
    await answer();
    line.put(3);
    await answer();
    expect(asked).toEqual([1]);
    expect(heard).toEqual([]);
  });
});
