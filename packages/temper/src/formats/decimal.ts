/** Powers of ten that doubles hold exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * The double nearest to a decimal number written in ASCII, spaces around it passed over; NaN where the
 * bytes are no number. `inf` and `infinity`, in any case and with a sign, are infinite.
 *
 * Up to 2^53 in its digits and up to 22 in its power of ten, a number is one rounded product or
 * quotient of two exact doubles; the rest goes through the engine's own reader.
 * @param start - The first byte; `end` is behind the last.
 *
 * References: Clinger, How to Read Floating Point Numbers Accurately, PLDI 1990.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let last = end;
  while (at < last && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  while (last > at && (bytes[last - 1] === SPACE || bytes[last - 1] === TAB)) last--;
  const first = at;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  let digits = 0;
  let count = 0;
  let exponent = 0;
  for (; at < last; at++, count++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    digits = digits * 10 + digit;
  }
  if (at < last && bytes[at] === POINT) {
    const point = ++at;
    for (; at < last; at++, count++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
    }
    exponent = point - at;
  }
  if (count > 0 && at < last && (bytes[at]! | SPACE) === 0x65) {
    at++;
    const isNegative = bytes[at] === MINUS;
    if (isNegative || bytes[at] === PLUS) at++;
    const from = at;
    let power = 0;
    for (; at < last; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      power = Math.min(power * 10 + digit, 1e6);
    }
    if (at === from) return Number.NaN;
    exponent += isNegative ? -power : power;
  }
  if (count === 0 || at < last) return parseWord(bytes, first, last);
  if (digits <= Number.MAX_SAFE_INTEGER && exponent >= -22 && exponent <= 22) {
    const value = exponent < 0 ? digits / POWERS[-exponent]! : digits * POWERS[exponent]!;
    return sign === MINUS ? -value : value;
  }
  return Number(asciiText(bytes, first, last));
}

/** What is written in words. */
function parseWord(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 9) return Number.NaN;
  const [, sign] = /^([+-]?)inf(?:inity)?$/i.exec(asciiText(bytes, start, end)) ?? [];
  if (sign === undefined) return Number.NaN;
  return sign === '-' ? -Infinity : Infinity;
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
