import { FormatError } from 'temper';
import type { ScoreKind } from './prediction-file.ts';

/** A column of a table, by what its file says of it. */
export interface TableColumn {
  readonly name: string;
  /** `unknown` in CSV, where only the content tells. */
  readonly kind: 'number' | 'text' | 'list' | 'other' | 'unknown';
}

/** Columns with one score for every class. */
export interface ScoreRoles {
  readonly form: 'scores';
  readonly label: number;
  /** In the order of the classes; or a single column of lists. */
  readonly scores: readonly number[];
  readonly isList: boolean;
  /** What the columns' names say; undefined where they say nothing. */
  readonly kind: ScoreKind | undefined;
  /** Where columns are named after classes, or numbered with more than the number. */
  readonly classNames: readonly string[] | undefined;
}

/** Columns with the predicted class and its confidence. */
export interface ConfidenceRoles {
  readonly form: 'confidences';
  readonly label: number;
  readonly predicted: number;
  readonly confidence: number;
}

const LABELS = ['true_label', 'labels', 'label', 'target', 'targets', 'y_true'];
const PREDICTED = ['pred_label', 'predicted_label', 'predicted', 'prediction', 'y_pred'];
const CONFIDENCES = ['confidence', 'confidences'];
/** What else tables hold beside scores: pandas and R number rows in a column without a name. */
const IGNORED = new Set(['', 'index', 'id', 'row', 'unnamed: 0', '__index_level_0__']);
const PREFIXES: readonly (readonly [ScoreKind, RegExp])[] = [
  ['logits', /^logits?[ _.:-]?(.+)$/i],
  ['probabilities', /^(?:p|prob|probs|proba|probability|probabilities)(?:[ _.:-](.+)|(\d+))$/i],
];
/** Whole numbers, and what says nothing more than that they count classes. */
const NUMBERED = /^(?:(?:class|score|c)[ _.:-]?)?(\d{1,9})$/i;

/** Columns, which class each is for, and what their names say they hold. */
interface ClassColumns {
  readonly kind: ScoreKind | undefined;
  readonly columns: readonly { readonly index: number; readonly suffix: string }[];
}

/**
 * Finds out which column is what, by name: a label column, and either one score column per class in any
 * order (`0` … `K-1`, `logit_3`, `p_cat`), one column of lists (`logits` or `probabilities`), or
 * `pred_label` and `confidence`.
 * @throws FormatError saying which columns there are and which are wanted.
 */
export function findRoles(
  where: string,
  columns: readonly TableColumn[],
): ScoreRoles | ConfidenceRoles {
  const indexOf = (names: readonly string[]): number[] =>
    columns.flatMap(({ name }, index) => (names.includes(name.toLowerCase()) ? [index] : []));
  const labels = indexOf(LABELS);
  const [label] = labels;
  if (label === undefined || labels.length > 1) {
    const got = labels.length > 1 ? labels : columns.map((_, index) => index);
    throw new FormatError(
      `${where}: expected one column of labels (${LABELS.join(', ')}), got the columns ${listed(got.map((i) => columns[i]!.name))}; name the true classes true_label`,
    );
  }
  const [predicted] = indexOf(PREDICTED);
  const [confidence] = indexOf(CONFIDENCES);
  for (const [name, kind] of [
    ['logits', 'logits'],
    ['probabilities', 'probabilities'],
  ] as const) {
    const list = columns.findIndex((column) => column.kind === 'list' && column.name === name);
    if (list >= 0) {
      return { form: 'scores', label, scores: [list], isList: true, kind, classNames: undefined };
    }
  }
  const candidates = columns.flatMap(({ name, kind }, index) =>
    [label, predicted, confidence].includes(index) ||
    IGNORED.has(name.toLowerCase()) ||
    !['number', 'unknown'].includes(kind)
      ? []
      : [{ index, name }],
  );
  const found = classColumns(candidates);
  if (found.columns.length === 0 && predicted !== undefined && confidence !== undefined) {
    return { form: 'confidences', label, predicted, confidence };
  }
  if (found.columns.length < 2) {
    throw new FormatError(
      `${where}: expected one column of scores for each of at least 2 classes (logit_0, logit_1, …), a column of lists named logits or probabilities, or pred_label and confidence, got the columns ${listed(columns.map(({ name }) => name))}`,
    );
  }
  return {
    form: 'scores',
    label,
    isList: false,
    kind: found.kind,
    ...ordered(where, found, columns),
  };
}

/** Those with a prefix that says what they hold; else those that are numbered; else all. */
function classColumns(candidates: readonly { index: number; name: string }[]): ClassColumns {
  for (const [kind, pattern] of PREFIXES) {
    const columns = candidates.flatMap(({ index, name }) => {
      const match = pattern.exec(name);
      const suffix = match?.[1] ?? match?.[2];
      return suffix === undefined ? [] : [{ index, suffix }];
    });
    if (columns.length > 1) return { kind, columns };
  }
  const all = candidates.map(({ index, name }) => ({ index, suffix: name }));
  const numbered = all.filter(({ suffix }) => NUMBERED.test(suffix));
  return { kind: undefined, columns: numbered.length > 1 ? numbered : all };
}

/** Columns in the order of their classes. */
function ordered(
  where: string,
  { columns }: ClassColumns,
  all: readonly TableColumn[],
): Pick<ScoreRoles, 'scores' | 'classNames'> {
  const numbers = columns.map(({ suffix }) => Number(NUMBERED.exec(suffix)?.[1] ?? Number.NaN));
  if (numbers.some(Number.isNaN)) {
    const names = columns.map(({ suffix }) => suffix);
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) {
      throw new FormatError(`${where}: expected one column per class, got '${twice}' twice`);
    }
    return { scores: columns.map(({ index }) => index), classNames: names };
  }
  const scores = new Array<number>(columns.length).fill(-1);
  columns.forEach(({ index }, i) => {
    const number = numbers[i]!;
    if (scores[number] !== -1) {
      throw new FormatError(
        `${where}: expected the ${columns.length} class columns to be numbered 0 to ${columns.length - 1}, each once, got '${all[index]!.name}'; count classes from 0`,
      );
    }
    scores[number] = index;
  });
  // Suffixes such as c3 may be what labels say, too.
  const names = scores.map((index) => columns.find((column) => column.index === index)!.suffix);
  return { scores, classNames: names.every((name) => /^\d+$/.test(name)) ? undefined : names };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `'${name.slice(0, 40)}'`);
  return `${shown.join(', ')}${names.length > shown.length ? `, … (${names.length})` : ''}`;
}
