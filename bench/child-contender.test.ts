import { describe, expect, test } from 'vitest';
import { ChildContender } from './child-contender.ts';

/** A contender made of a few lines of JavaScript. */
function start(source: string): Promise<ChildContender> {
  return ChildContender.start({
    name: 'pretended',
    command: process.execPath,
    args: ['-e', source],
  });
}

const ANSWERING = `
console.log('Welcome to a library!');
console.log('{"ready":"pretended 1.2"}');
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [question, count] = line.split(' ');
  if (question === 'losses') console.log(JSON.stringify({ losses: Array(Number(count)).fill(0.5) }));
  if (question === 'run') console.log(JSON.stringify({ msPerStep: Number(count) / 4 }));
  if (question === 'memory') throw new RangeError('no memory left');
});
`;

describe('ChildContender', () => {
  test('asks, is answered, and ends', async () => {
    const contender = await start(ANSWERING);
    expect(contender.description).toBe('pretended 1.2');
    expect(await contender.losses(2)).toEqual([0.5, 0.5]);
    expect(await contender.run(10)).toBe(2.5);
    await contender.close();
    await expect(contender.run(1)).rejects.toThrow();
  });

  test('says why a process ended in the middle of something', async () => {
    const contender = await start(ANSWERING);
    await expect(contender.residentBytes()).rejects.toThrow('RangeError: no memory left');
    await contender.close();
  });

  test.each([
    ['what it lacks', `console.log('{"missing":"no torch here"}')`, 'no torch here'],
    ['what it threw', `throw new TypeError('not a number')`, 'TypeError: not a number'],
    ['nothing', '', 'it ended without a word'],
  ])('fails to start with %s', async (_, source, reason) => {
    await expect(start(source)).rejects.toThrow(reason);
  });

  test('fails to start without a command', async () => {
    const missing = { name: 'missing', command: './no-such-python', args: [] };
    await expect(ChildContender.start(missing)).rejects.toThrow('no-such-python');
  });
});
