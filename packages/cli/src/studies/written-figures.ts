import type { GroupSummary } from 'temper';

/** Mean ± standard deviation, or with one seed the interval; times `factor`. */
export function written(
  { mean, standardDeviation, interval }: GroupSummary,
  factor: number,
  digits: number,
): string {
  const number = (value: number): string => (factor * value).toFixed(digits);
  if (standardDeviation !== null) return `${number(mean)} ± ${number(standardDeviation)}`;
  if (interval === null) return number(mean);
  return `${number(mean)} (${number(interval.lower)} to ${number(interval.upper)})`;
}

/** The same of a fraction. */
export function inPercent(summary: GroupSummary): string {
  return `${written(summary, 100, 2)} %`;
}

/** A number with its sign. */
export function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** The ends of an interval of differences; times `factor`. */
export function signedRange(
  interval: GroupSummary['interval'],
  factor: number,
  digits: number,
): string | null {
  if (interval === null) return null;
  const [lower, upper] = [interval.lower, interval.upper];
  return `${signed(factor * lower, digits)} to ${signed(factor * upper, digits)}`;
}

/** With a capital letter in front. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
