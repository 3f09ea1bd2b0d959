import { describe, expect, it } from 'vitest';
import { UserError } from '../user-error.ts';
import { choiceOption, numberListOption, numberOption, textOption } from './parse-option.ts';

describe('numberOption', () => {
  const share = numberOption('--share', { minimum: 0, maximum: 1, openMaximum: true }, 'try 0.1');
  const count = numberOption('--count', { whole: true, minimum: 1 });
  const positive = numberOption('--rate', { minimum: 0, openMinimum: true });

  it('reads decimal numbers inside the range', () => {
    expect(['0', '.25', '0.5', '1e-3', '+0.1'].map(share)).toEqual([0, 0.25, 0.5, 0.001, 0.1]);
    expect(['1', '1200', '1e3'].map(count)).toEqual([1, 1200, 1000]);
    expect(['5e-324', '1e300'].map(positive)).toEqual([5e-324, 1e300]);
  });

  it.each(['1', '-0.1', '1.0000001'])(
    'names the range, the value and the remedy for %s',
    (text) => {
      expect(() => share(text)).toThrow(
        new UserError(`expected --share to be a number in [0, 1), got ${text}; try 0.1`),
      );
    },
  );

  it.each(['', ' ', 'NaN', 'Infinity', '0x0', '0,5', '1/2', '0.1 '])(
    'quotes what is no number: %j',
    (text) => {
      expect(() => share(text)).toThrow(
        new UserError(`expected --share to be a number in [0, 1), got '${text}'; try 0.1`),
      );
    },
  );

  it.each(['0', '1.5', '-3', '9007199254740993'])('refuses %s as a count', (text) => {
    expect(() => count(text)).toThrow(
      new UserError(`expected --count to be a whole number of at least 1, got ${text}`),
    );
  });

  it.each(['0', '-1', '1e999'])('refuses %s as a finite number above 0', (text) => {
    expect(() => positive(text)).toThrow(
      new UserError(`expected --rate to be a number above 0, got ${text}`),
    );
  });
});

describe('numberListOption', () => {
  const list = numberListOption('--hidden', { whole: true, minimum: 1 });

  it('reads one number or several', () => {
    expect(list('1200,1200')).toEqual([1200, 1200]);
    expect(list('64')).toEqual([64]);
    expect(list('64, 32')).toEqual([64, 32]);
  });

  it.each(['', '64,', '64,,32', '64,0', '64;32'])('refuses %j', (text) => {
    expect(() => list(text)).toThrow(
      /^expected --hidden to be a list as 800,800, each a whole number of at least 1, got /,
    );
  });
});

describe('choiceOption', () => {
  it('takes one of its words and names them for another', () => {
    const choice = choiceOption('--device', ['cpu', 'cuda']);
    expect(choice('cuda')).toBe('cuda');
    expect(() => choice('gpu')).toThrow(
      new UserError("expected --device to be one of cpu, cuda, got 'gpu'"),
    );
    expect(() => choice('CPU')).toThrow(UserError);
  });
});

describe('textOption', () => {
  it('takes any text but none', () => {
    const text = textOption('--out', 'a folder');
    expect(text('a b')).toBe('a b');
    expect(() => text(' ')).toThrow(new UserError("expected --out to be a folder, got ' '"));
  });
});
