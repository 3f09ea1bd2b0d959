import type { SchemaElement, SchemaTree } from 'hyparquet';

import { valuesKind } from './values.ts';

/** A column of a Parquet file, as its schema describes it. */
export interface ParquetColumn {
  readonly name: string;
  /** `list` for one list of numbers a row; `other` for what is not read (structures, dates, …). */
  readonly kind: 'number' | 'text' | 'list' | 'other';
  /** Whether numbers are of single or half precision. */
  readonly isSingle: boolean;
  /** The leaf that holds the values, and its path. */
  readonly element: SchemaElement;
  readonly path: string;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** The columns of a schema, in its order. */
export function columnsOf(root: SchemaTree): ParquetColumn[] {
  return root.children.map((column) => {
    let node = column;
    let maxDefinition = 0;
    let maxRepetition = 0;
    for (;;) {
      const { repetition_type: repetition } = node.element;
      if (repetition !== 'REQUIRED') maxDefinition++;
      if (repetition === 'REPEATED') maxRepetition++;
      if (node.children.length !== 1) break;
      node = node.children[0]!;
    }
    const { element } = node;
    const values = node.children.length === 0 ? valuesKind(element) : undefined;
    const isNumber = values === 'number' || values === 'single';
    let kind: ParquetColumn['kind'] = 'other';
    if (maxRepetition === 0 && node === column) {
      kind = isNumber ? 'number' : values === 'text' ? 'text' : 'other';
    } else if (maxRepetition === 1 && isNumber) kind = 'list';
    return {
      name: column.element.name,
      kind,
      isSingle: values === 'single',
      element,
      path: node.path.join('.'),
      maxDefinition,
      maxRepetition,
    };
  });
}
