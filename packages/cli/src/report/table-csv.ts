import type { ReportTable } from './report-content.ts';

/** A table as CSV (RFC 4180: CRLF, quotes doubled), header first; a missing value is an empty field. */
export function tableCsv({ columns, rows }: ReportTable): string {
  const lines = [columns.map(({ header }) => header), ...rows];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
