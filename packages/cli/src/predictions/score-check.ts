import { FormatError } from 'temper';
import type { ScoreKind } from './prediction-file.ts';

/** How far from 1 a row of probabilities may sum: float16, or text of a few digits, rounds that much. */
const PROBABILITY_TOLERANCE = 1e-3;

/** Rows of scores, and how to name what is in them. */
interface Rows {
  readonly scores: Float32Array | Float64Array;
  readonly numClasses: number;
  /** A row as users find it: 'row 7', 'line 9'. */
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
  /** The text of a score that is no number, where there is one. */
  readonly textOf?: ((row: number, column: number) => string) | undefined;
}

/** The first row that is no distribution, and why; undefined if all are. */
interface Distributions {
  readonly row: number;
  readonly why: string;
}

/** Checks that all scores are finite, and looks for a row that cannot be probabilities: one pass. */
function firstNonDistribution(where: string, rows: Rows): Distributions | undefined {
  const { scores, numClasses } = rows;
  const count = scores.length / numClasses;
  let found: Distributions | undefined;
  for (let row = 0, at = 0; row < count; row++) {
    let sum = 0;
    let least = 0;
    let magnitude = 0;
    for (const end = at + numClasses; at < end; at++) {
      const score = scores[at]!;
      sum += score;
      magnitude += Math.abs(score);
      if (score < least) least = score;
    }
    // One number tells of all of the row's: what is not finite stays so in a sum of magnitudes.
    if (!(magnitude < Infinity)) throwNotFinite(where, row, rows);
    if (found === undefined && (least < 0 || Math.abs(sum - 1) > PROBABILITY_TOLERANCE)) {
      const why = least < 0 ? `an entry of ${least}` : `a sum of ${sum}`;
      found = { row, why };
    }
  }
  return found;
}

/** Unless only the sum overflowed, names the score that is not finite. */
function throwNotFinite(where: string, row: number, rows: Rows): void {
  const { scores, numClasses, rowName, columnName, textOf } = rows;
  for (let column = 0; column < numClasses; column++) {
    const score = scores[row * numClasses + column]!;
    if (Number.isFinite(score)) continue;
    const text = Number.isNaN(score) ? textOf?.(row, column).slice(0, 40) : undefined;
    const got = text === undefined ? `${score}` : text === '' ? 'nothing' : `'${text}'`;
    throw new FormatError(
      `${where}, ${rowName(row)}, column ${columnName(column)}: expected a finite number, got ${got}; correct the row or leave it out`,
    );
  }
}

/**
 * Checks scores and says what they are.
 * @param kind - What their name says they are; undefined where it says nothing.
 * @returns `kind`, or by their content: probabilities if no entry is negative and every row sums to 1
 *   within `PROBABILITY_TOLERANCE`, else logits.
 * @throws FormatError naming the row of a score that is not finite, of probabilities that are none, and
 *   if what is named logits are probabilities.
 */
export function checkScores(where: string, rows: Rows, kind: ScoreKind | undefined): ScoreKind {
  const wrong = firstNonDistribution(where, rows);
  if (kind === 'probabilities' && wrong !== undefined) {
    throw new FormatError(
      `${where}, ${rows.rowName(wrong.row)}: expected probabilities (no entry below 0, a sum of 1 within ${PROBABILITY_TOLERANCE}), got ${wrong.why}; if they are logits, name them logits`,
    );
  }
  if (kind === 'logits' && wrong === undefined) {
    throw new FormatError(
      `${where}: expected logits, got probabilities (no entry is negative and every row sums to 1); name them probabilities, or save what goes into the softmax`,
    );
  }
  return wrong === undefined ? 'probabilities' : 'logits';
}
