import { UserError } from '../user-error.ts';

/** Turns the text of an option into its value; the flag is named in the errors. */
export type OptionParser<T> = (text: string) => T;

/** Which numbers an option takes. */
export interface NumberRange {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Excludes the bound itself. */
  readonly openMinimum?: boolean;
  readonly openMaximum?: boolean;
  readonly whole?: boolean;
}

const NUMBER = /^[+-]?(\d+[.]?\d*|[.]\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a decimal number inside a range.
 * @param hint - What to do instead, after the semicolon of the message.
 */
export function numberOption(
  flag: string,
  range: NumberRange,
  hint?: string,
): OptionParser<number> {
  const rule = `${flag} to be ${describeRange(range)}`;
  return (text) => {
    const value = parseNumber(text, range);
    if (value === undefined) fail(rule, text, hint);
    return value;
  };
}

/** Reads numbers separated by commas, at least one. */
export function numberListOption(
  flag: string,
  range: NumberRange,
  hint?: string,
): OptionParser<readonly number[]> {
  const rule = `${flag} to be a list as 800,800, each ${describeRange(range)}`;
  return (text) =>
    text.split(',').map((part) => {
      const value = parseNumber(part.trim(), range);
      if (value === undefined) fail(rule, text, hint);
      return value;
    });
}

/** Reads one of some words. */
export function choiceOption<T extends string>(
  flag: string,
  choices: readonly T[],
): OptionParser<T> {
  return (text) => {
    const choice = choices.find((known) => known === text);
    if (choice === undefined) fail(`${flag} to be one of ${choices.join(', ')}`, text);
    return choice;
  };
}

/** Reads a path, name or address: any text but none. */
export function textOption(flag: string, what: string): OptionParser<string> {
  return (text) => {
    if (text.trim() === '') fail(`${flag} to be ${what}`, text);
    return text;
  };
}

function fail(rule: string, text: string, hint?: string): never {
  const got = NUMBER.test(text) ? text : `'${text}'`;
  throw new UserError(`expected ${rule}, got ${got}${hint === undefined ? '' : `; ${hint}`}`);
}

function parseNumber(
  text: string,
  { minimum = -Infinity, maximum = Infinity, openMinimum, openMaximum, whole }: NumberRange,
): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  const above = openMinimum ? value > minimum : value >= minimum;
  const below = openMaximum ? value < maximum : value <= maximum;
  const fits = above && below && (whole ? Number.isSafeInteger(value) : Number.isFinite(value));
  return fits ? value : undefined;
}

/** What a number of the range is, in words. */
function describeRange({ minimum, maximum, openMinimum, openMaximum, whole }: NumberRange): string {
  const kind = whole ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) {
    return `${kind} in ${openMinimum ? '(' : '['}${minimum}, ${maximum}${openMaximum ? ')' : ']'}`;
  }
  if (minimum === undefined) return kind;
  return `${kind} ${openMinimum ? 'above' : 'of at least'} ${minimum}`;
}
