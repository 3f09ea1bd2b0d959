import { ShapeError, ValueRangeError } from '../../../base/index.ts';

/** What goes wrong when a prediction is accepted: 0 or 1 for right or wrong, or any loss `[N]` of at least 0. */
export type Losses = Float64Array | Uint8Array;

/**
 * Examples in groups of equal score, the surest group first: what a threshold on the score accepts
 * is always the first few groups.
 */
export interface Ranking {
  /** The group of each example `[N]`. */
  readonly groupOf: Uint32Array;
  /** Examples in each group `[G]`. */
  readonly counts: Uint32Array;
  /** Sum of the losses in each group `[G]`. */
  readonly lossSums: Float64Array;
  /** The score that the examples of a group share `[G]`, descending. */
  readonly scores: Float64Array;
}

/**
 * Ranks examples by score. Infinite scores are allowed.
 * @throws ShapeError unless there is at least one score and a loss for each; ValueRangeError for a
 * score that is NaN or a loss that is negative or not finite.
 */
export function rankExamples(where: string, scores: Float64Array, losses: Losses): Ranking {
  const count = scores.length;
  if (count === 0 || losses.length !== count) {
    throw new ShapeError(
      `${where}: expected at least one score and a loss for each, got ${count} scores and ${losses.length} losses`,
    );
  }
  for (let n = 0; n < count; n++) {
    if (Number.isNaN(scores[n])) {
      throw new ValueRangeError(`${where}: expected scores to be numbers, got NaN at ${n}`);
    }
    if (!(losses[n]! >= 0) || losses[n] === Infinity) {
      throw new ValueRangeError(
        `${where}: expected losses to be finite and at least 0, got ${losses[n]!} at ${n}`,
      );
    }
  }
  const distinct = distinctDescending(scores);
  const groupOf = new Uint32Array(count);
  const counts = new Uint32Array(distinct.length);
  const lossSums = new Float64Array(distinct.length);
  for (let n = 0; n < count; n++) {
    const group = placeOf(scores[n]!, distinct);
    groupOf[n] = group;
    counts[group]! += 1;
    lossSums[group]! += losses[n]!;
  }
  return { groupOf, counts, lossSums, scores: distinct };
}

/** Sorting numbers and searching each is several times faster than sorting indices by a comparison. */
function distinctDescending(values: Float64Array): Float64Array {
  const sorted = values.slice().sort().reverse();
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** Where a value stands among descending values, of which it is one. */
function placeOf(value: number, descending: Float64Array): number {
  let [low, high] = [0, descending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle]! > value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The ranking that knows the losses: the least loss first, every example a group of its own.
 */
export function idealRanking(losses: Losses): Pick<Ranking, 'counts' | 'lossSums' | 'scores'> {
  const lossSums = Float64Array.from(losses).sort();
  return {
    counts: new Uint32Array(losses.length).fill(1),
    lossSums,
    scores: lossSums.map((l) => -l),
  };
}
