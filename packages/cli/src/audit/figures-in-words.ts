/** A share as percent, with two digits after the point. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** An interval of shares, as percent; empty where there is none. */
export function percentRange(
  interval: { readonly lower: number; readonly upper: number } | null,
): string {
  return interval === null
    ? ''
    : `${(100 * interval.lower).toFixed(2)} to ${(100 * interval.upper).toFixed(2)} %`;
}

/** An interval with four significant digits; empty where there is none. */
export function range(interval: { readonly lower: number; readonly upper: number } | null): string {
  return interval === null ? '' : `${number(interval.lower)} to ${number(interval.upper)}`;
}

/** A number with four significant digits, never in exponents that a reader would have to undo. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(2);
  return value.toFixed(size < 1 ? 4 : size < 100 ? 3 : 1);
}
