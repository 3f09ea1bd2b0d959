import { assertInteger, type Rng, ValueRangeError } from '../base/index.ts';
import { type ClassificationSplit, selectExamples } from './dataset.ts';

/** A training split and what was taken out of it. */
export interface HeldOut {
  readonly train: ClassificationSplit;
  readonly validation: ClassificationSplit;
}

/** How many of each class to take: in proportion, the remainders going to the largest fractions. */
function allot(
  counts: ReadonlyMap<number, number>,
  size: number,
  total: number,
): Map<number, number> {
  const exact = [...counts].map(([label, count]) => ({ label, share: (count * size) / total }));
  const allotted = new Map(exact.map(({ label, share }) => [label, Math.floor(share)]));
  const rest = size - [...allotted.values()].reduce((sum, count) => sum + count, 0);
  const byFraction = exact.sort((a, b) => (b.share % 1) - (a.share % 1) || a.label - b.label);
  for (const { label } of byFraction.slice(0, rest)) allotted.set(label, allotted.get(label)! + 1);
  return allotted;
}

/**
 * Takes a validation split out of a training split, each class in proportion to its number, the
 * examples of a class at random. Both keep the order the examples had; copies.
 * @param size - Examples to take, above 0 and fewer than there are.
 * @param rng - Decides which; the same stream takes the same examples.
 * @throws ValueRangeError if `size` is out of range.
 */
export function holdOutValidation(split: ClassificationSplit, size: number, rng: Rng): HeldOut {
  const { labels } = split;
  assertInteger('holdOutValidation', 'size', size, 1);
  if (size >= labels.length) {
    throw new ValueRangeError(
      `holdOutValidation: expected size to be below the ${labels.length} training examples, got ${size}`,
    );
  }
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const wanted = allot(counts, size, labels.length);
  const held = new Uint8Array(labels.length);
  for (const index of rng.permutation(labels.length)) {
    const left = wanted.get(labels[index]!)!;
    if (left === 0) continue;
    held[index] = 1;
    wanted.set(labels[index]!, left - 1);
  }
  const select = (flag: number): ClassificationSplit =>
    selectExamples(
      split,
      Uint32Array.from(labels.keys()).filter((index) => held[index] === flag),
    );
  return { train: select(0), validation: select(1) };
}
