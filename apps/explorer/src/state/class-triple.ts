import type { ClassTriple } from 'temper';

/** The classes shown at first. */
export const firstClasses: ClassTriple = [0, 1, 2];

/** Whether numbers are three different classes. */
export function isClassTriple(numbers: readonly number[]): numbers is ClassTriple {
  const whole = numbers.every((k) => Number.isSafeInteger(k) && k >= 0);
  return whole && numbers.length === 3 && new Set(numbers).size === 3;
}

/** The classes, or the first three where a file has too few classes for them. */
export function classesWithin(classes: ClassTriple, numClasses: number): ClassTriple {
  return classes.every((k) => k < numClasses) ? classes : firstClasses;
}

/**
 * Puts a class in one of the three places. If it stands in another place already, the two swap, so
 * that there are always three different classes.
 */
export function withClass(classes: ClassTriple, place: number, chosen: number): ClassTriple {
  const before = classes[place]!;
  const [a, b, c] = classes.map((k, at) => (at === place ? chosen : k === chosen ? before : k)) as [
    number,
    number,
    number,
  ];
  return [a, b, c];
}
