import type { Score } from '../audit/index.ts';

/** A temperature as the page writes it: three decimals, or four digits where it is small or large. */
export function writeTemperature(temperature: number): string {
  const usual = temperature >= 0.1 && temperature < 1000;
  return String(Number(usual ? temperature.toFixed(3) : temperature.toPrecision(4)));
}

/** A whole number with its thousands set apart. */
export function writeCount(count: number): string {
  return count.toLocaleString('en');
}

/** How the values of a row are written. */
export type ScoreFormat = 'percent' | 'number';

/** A score as the table writes it. */
export function writeScore(value: number, format: ScoreFormat): string {
  return format === 'percent' ? `${(value * 100).toFixed(2)} %` : value.toFixed(4);
}

/** The ends of a score's interval, in the unit of the score. */
export function writeInterval(
  { lower, upper }: NonNullable<Score['interval']>,
  format: ScoreFormat,
): string {
  const write = (value: number): string =>
    format === 'percent' ? (value * 100).toFixed(2) : value.toFixed(4);
  return `[${write(lower)}, ${write(upper)}]`;
}
