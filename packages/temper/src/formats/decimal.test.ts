import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal } from './decimal.ts';

function parsed(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return parseDecimal(bytes, 0, bytes.length);
}

describe('parseDecimal', () => {
  test('reads every double back to the bit, however it is written', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.nat(20),
        (value, digits) => {
          for (const text of [
            String(value),
            value.toExponential(),
            value.toPrecision(digits + 1),
          ]) {
            expect(Object.is(parsed(text), Number(text)), text).toBe(true);
          }
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  test.each([
    [' 1.5\t', 1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['1E3', 1000],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['9007199254740993', 9007199254740992],
    ['1e400', Infinity],
  ])('reads %j', (text, value) => {
    expect(parsed(text)).toBe(value);
  });

  test.each(['', ' ', 'nan', 'cat', '1,5', '1e', '0x10', '1 2', '--1', '.', '-', '1_000'])(
    'takes %j for no number',
    (text) => {
      expect(parsed(text)).toBeNaN();
    },
  );
});
