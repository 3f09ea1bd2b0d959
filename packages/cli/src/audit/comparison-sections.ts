import type { ReportSection } from '../report/index.ts';
import type { SourceComparison } from './audit-document.ts';
import type { AuditedSource } from './audited-model.ts';
import { comparisonTable } from './audit-summary.ts';

/** By how much each model exceeds the first, where there are several. */
export function comparisonSections(
  audited: readonly AuditedSource[],
  comparison: readonly SourceComparison[],
): ReportSection[] {
  if (comparison.length === 0) return [];
  const names = new Map(audited.map(({ model }) => [model.source, model.name]));
  const { headers, rows } = comparisonTable(comparison, names);
  return [
    {
      heading: 'Side by side',
      paragraphs: [
        'The models judged the same examples, so that what makes an example hard for all of them cancels in the differences.',
      ],
      table: {
        caption: `Each model less ${audited[0]!.model.name}, with paired 95 % intervals.`,
        columns: headers.map((header, i) => ({ header, numeric: i > 0 })),
        rows,
      },
    },
  ];
}
