import { expNonPositive, type FloatTensor } from '../statistics/index.ts';

/** How the largest logit of each row stands to the others `[rows]`, all in nats. */
export interface RowGaps {
  /** z_max minus the mean of the other logits. */
  readonly gaps: Float64Array;
  /** z_max minus log of the mean of exp(the other logits): log-odds against an average other class. */
  readonly oddsGaps: Float64Array;
  /** Mean over the other classes of log p_k, p = softmax(z). */
  readonly floors: Float64Array;
  /** Standard deviation of the other logits. */
  readonly othersSpreads: Float64Array;
  /** The second logit minus the mean of those below it; 0 with two classes. Large where two compete. */
  readonly runnerUps: Float64Array;
}

/**
 * The gaps of some rows of logits, reading each row twice.
 * @param logits - `[N, K]`, finite, at least two classes.
 * @param rows - Which rows, each in [0, N).
 */
export function rowGapsOf(logits: FloatTensor, rows: Uint32Array): RowGaps {
  const numClasses = logits.shape[1]!;
  const others = numClasses - 1;
  const { data } = logits;
  const made = (): Float64Array => new Float64Array(rows.length);
  const result = {
    gaps: made(),
    oddsGaps: made(),
    floors: made(),
    othersSpreads: made(),
    runnerUps: made(),
  };
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * numClasses;
    const { best, first, second } = topTwo(data, start, numClasses);
    // Against the second logit: the sum of exponentials is at least 1, however far the first lies above,
    // and the differences are no larger than the others' own, so that their squares may be added.
    let sum = 0;
    let squares = 0;
    let exponentials = 0;
    for (let k = 0; k < numClasses; k++) {
      if (k === best) continue;
      const below = data[start + k]! - second;
      sum += below;
      squares += below * below;
      exponentials += expNonPositive(below);
    }
    const meanBelow = sum / others;
    const lead = first - second;
    result.gaps[i] = lead - meanBelow;
    result.oddsGaps[i] = lead - Math.log(exponentials / others);
    result.floors[i] = meanBelow - lead - Math.log1p(Math.exp(-lead) * exponentials);
    result.othersSpreads[i] = Math.sqrt(Math.max(0, squares / others - meanBelow ** 2));
    result.runnerUps[i] = others > 1 ? -sum / (others - 1) : 0;
  }
  return result;
}

/** The column of the largest element of a row, the first of several, and the two largest elements. */
function topTwo(
  data: Float32Array | Float64Array,
  start: number,
  columns: number,
): { readonly best: number; readonly first: number; readonly second: number } {
  let [best, first, second] = [0, data[start]!, -Infinity];
  for (let k = 1; k < columns; k++) {
    const value = data[start + k]!;
    if (value > first) [best, first, second] = [k, value, first];
    else if (value > second) second = value;
  }
  return { best, first, second };
}
