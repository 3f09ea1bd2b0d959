import type { ReportCell, ReportTable } from './report-content.ts';

/** A table as CSV (RFC 4180: CRLF, quotes doubled), header first; a missing value is an empty field. */
export function tableCsv({ columns, rows }: ReportTable): string {
  const lines = [columns.map(({ header }) => header), ...rows];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: ReportCell): string {
  const text = typeof value === 'object' ? (value?.text ?? '') : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
