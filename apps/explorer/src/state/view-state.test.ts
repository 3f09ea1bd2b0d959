import { describe, expect, test } from 'vitest';
import { formatView, parseView } from './view-state.ts';

describe('parseView', () => {
  test('reads both choices', () => {
    expect(parseView('#temperature=1.5&classes=3,8,1')).toEqual({
      temperature: 1.5,
      classes: [3, 8, 1],
    });
  });

  test.each(['', '#', '#other=1', '#temperature=&classes='])('is as at first for %j', (hash) => {
    expect(parseView(hash)).toEqual({ temperature: 1, classes: [0, 1, 2] });
  });

  test.each(['0', '-1', 'NaN', 'Infinity', '1e9', 'warm'])('passes over temperature=%s', (text) => {
    expect(parseView(`#temperature=${text}&classes=3,8,1`)).toEqual({
      temperature: 1,
      classes: [3, 8, 1],
    });
  });

  test.each(['1,2', '1,1,2', '1,2,x', '-1,2,3', '1,2,3,4', ',1,2', '1.5,2,3'])(
    'passes over classes=%s',
    (text) => {
      expect(parseView(`#temperature=2&classes=${text}`)).toEqual({
        temperature: 2,
        classes: [0, 1, 2],
      });
    },
  );
});

describe('formatView', () => {
  test('leaves out what is as at first', () => {
    expect(formatView({ temperature: 1, classes: [0, 1, 2] })).toBe('');
    expect(formatView({ temperature: 0.5, classes: [0, 1, 2] })).toBe('#temperature=0.5');
    expect(formatView({ temperature: 1, classes: [2, 1, 0] })).toBe('#classes=2,1,0');
  });

  test('writes what parseView reads', () => {
    for (const temperature of [0.767514, 1, 12.3457, 0.00001]) {
      const view = { temperature, classes: [4, 9, 0] as const };
      expect(parseView(formatView(view))).toEqual(view);
    }
  });
});
