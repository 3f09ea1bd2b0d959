import { FormatError } from 'temper';
import { type ConfidenceRoles, findRoles, type ScoreRoles } from './column-roles.ts';
import { LabelReader } from './label-reader.ts';
import type { ConfidenceBlock, PredictionBlock, ScoreBlock, ScoreKind } from './prediction-file.ts';
import { checkScores } from './score-check.ts';
import type { Table, TableRows } from './tables.ts';

/**
 * The predictions of a table, block by block.
 * @throws FormatError if the columns do not say what they are, or a row is wrong.
 */
export async function* tableBlocks(table: Table, where: string): AsyncGenerator<PredictionBlock> {
  const roles = findRoles(where, table.columns);
  let isEmpty = true;
  const blocks = roles.form === 'scores' ? scoreBlocks : confidenceBlocks;
  for await (const block of blocks(table, roles as ScoreRoles & ConfidenceRoles, where)) {
    isEmpty = false;
    yield block;
  }
  if (isEmpty) throw new FormatError(`${where}: expected at least one row, got none`);
}

async function* scoreBlocks(
  table: Table,
  roles: ScoreRoles,
  where: string,
): AsyncGenerator<ScoreBlock> {
  const { classNames, isList, label, scores: columns } = roles;
  let kind: ScoreKind | undefined = roles.kind;
  let labels: LabelReader | undefined;
  for await (const block of table.read([label, ...columns])) {
    const scores = block.matrix(1);
    const numClasses = scores.length / block.rows;
    if (numClasses < 2) {
      throw new FormatError(
        `${where}: expected scores of at least 2 classes, got ${numClasses}; for two classes save both columns`,
      );
    }
    const found = checkScores(
      where,
      {
        scores,
        numClasses,
        rowName: block.rowName,
        columnName: (k) => (isList ? String(k) : `'${table.columns[columns[k]!]!.name}'`),
        textOf: isList ? undefined : (row, k) => block.text(row, k + 1),
      },
      // Later rows of what is known to be logits may look like anything.
      kind === 'logits' && labels !== undefined ? undefined : kind,
    );
    kind ??= found;
    labels ??= new LabelReader(where, numClasses, classNames);
    yield {
      kind,
      numClasses,
      firstRow: block.firstRow,
      scores,
      labels: readLabels(labels, block, 0),
      classNames,
    };
  }
}

function readLabels(reader: LabelReader, block: TableRows, column: number): Int32Array {
  return reader.read({
    rows: block.rows,
    number: (row) => block.number(row, column),
    text: (row) => block.text(row, column),
    rowName: block.rowName,
  });
}

async function* confidenceBlocks(
  table: Table,
  { label, predicted, confidence }: ConfidenceRoles,
  where: string,
): AsyncGenerator<ConfidenceBlock> {
  const reader = new LabelReader(where, undefined);
  for await (const block of table.read([label, predicted, confidence])) {
    const labels = readLabels(reader, block, 0);
    const guesses = readLabels(reader, block, 1);
    const confidences = Float64Array.from({ length: block.rows }, (_, row) => {
      const value = block.number(row, 2);
      if (value >= 0 && value <= 1) return value;
      throw new FormatError(
        `${where}, ${block.rowName(row)}, column 'confidence': expected a number in [0, 1], got '${block.text(row, 2).slice(0, 40)}'; correct the row or leave it out`,
      );
    });
    yield {
      kind: 'confidences',
      firstRow: block.firstRow,
      confidences,
      correct: Uint8Array.from(labels, (value, row) => (value === guesses[row] ? 1 : 0)),
      predicted: guesses,
      labels,
      classNames: reader.names,
    };
  }
}
