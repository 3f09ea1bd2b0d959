import { ValueRangeError } from './errors.ts';

/**
 * Requires a whole number of at least `minimum`.
 * @throws ValueRangeError otherwise, naming `where` and `what`.
 */
export function assertInteger(where: string, what: string, value: number, minimum = 0): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new ValueRangeError(
      `${where}: expected ${what} to be a whole number of at least ${minimum}, got ${value}`,
    );
  }
}

/** Bounds of an interval; `open` ends are excluded. */
export interface Interval {
  readonly minimum: number;
  readonly maximum: number;
  readonly openMinimum?: boolean;
  readonly openMaximum?: boolean;
}

/**
 * Requires a finite number inside an interval.
 * @throws ValueRangeError otherwise; NaN is never inside.
 */
export function assertWithin(where: string, what: string, value: number, interval: Interval): void {
  const { minimum, maximum, openMinimum = false, openMaximum = false } = interval;
  const above = openMinimum ? value > minimum : value >= minimum;
  const below = openMaximum ? value < maximum : value <= maximum;
  if (!(above && below) || !Number.isFinite(value)) {
    const range = `${openMinimum ? '(' : '['}${minimum}, ${maximum}${openMaximum ? ')' : ']'}`;
    throw new ValueRangeError(`${where}: expected ${what} in ${range}, got ${value}`);
  }
}

/** Requires a number in [0, 1]. */
export function assertFraction(where: string, what: string, value: number): void {
  assertWithin(where, what, value, { minimum: 0, maximum: 1 });
}

/** Requires a smoothing weight α in [0, 1): at 1 nothing of the label would be left. */
export function assertSmoothing(where: string, what: string, value: number): void {
  assertWithin(where, what, value, { minimum: 0, maximum: 1, openMaximum: true });
}

/** Requires a finite number above zero. */
export function assertPositive(where: string, what: string, value: number): void {
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new ValueRangeError(
      `${where}: expected ${what} to be a finite number above 0, got ${value}`,
    );
  }
}

/**
 * Requires every label to be a class, a whole number in [0, numClasses).
 * @throws ValueRangeError naming the first that is not and its row.
 */
export function assertLabels(where: string, labels: Int32Array, numClasses: number): void {
  const row = labels.findIndex((label) => label < 0 || label >= numClasses);
  if (row >= 0) {
    throw new ValueRangeError(
      `${where}: expected labels in [0, ${numClasses}), got ${labels[row]!} at row ${row}; check the class list against the labels`,
    );
  }
}
