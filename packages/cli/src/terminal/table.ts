/** A column of a text table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand at the right. Default `left`. */
  readonly align?: 'left' | 'right';
  /** Marks up the text of a cell, which has the width it will have. */
  readonly style?: (text: string) => string;
}

/** How a table is written. */
export interface TableOptions {
  /** Characters a line may have; longer cells are wrapped. Default no limit. */
  readonly width?: number;
  /** Marks up the titles. */
  readonly titleStyle?: (text: string) => string;
}

const GAP = '  ';
/** No column is made narrower than this to fit. */
const NARROWEST = 8;

/**
 * Lays rows out in aligned columns under their titles. Where they are wider than allowed, the widest
 * columns are narrowed and their cells wrapped between words.
 * @param rows - One cell per column.
 * @returns Lines, each ended.
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { width = Infinity, titleStyle }: TableOptions = {},
): string {
  const titles = columns.map(({ title }) => title);
  const widths = fitWidths(
    columns.map((_, column) => Math.max(...[titles, ...rows].map((row) => row[column]!.length))),
    width - GAP.length * (columns.length - 1),
  );
  const formatRow = (
    row: readonly string[],
    styleOf: (column: TableColumn) => TableColumn['style'],
  ): string => {
    const cells = row.map((cell, column) => wrap(cell, widths[column]!));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = columns.map((column, index) => {
        const text = cells[index]![line] ?? '';
        const size = widths[index]!;
        const padded = column.align === 'right' ? text.padStart(size) : text.padEnd(size);
        // The last cell needs no padding: its spaces would only wrap in a narrower terminal.
        const shown = index === columns.length - 1 ? padded.trimEnd() : padded;
        return styleOf(column)?.(shown) ?? shown;
      });
      return `${parts.join(GAP).trimEnd()}\n`;
    }).join('');
  };
  return [
    formatRow(titles, () => titleStyle),
    ...rows.map((row) => formatRow(row, ({ style }) => style)),
  ].join('');
}

/** Narrows the widest columns until they fit, or none can be narrowed further. */
function fitWidths(natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, size) => sum + size, 0) - available;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)]! -= 1;
    excess -= 1;
  }
  return widths;
}

/** Breaks text between words into lines of at most `width` characters; longer words are cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
