import type { Audit, AuditComparison } from 'temper';

/** An audit as programs read it. */
export interface SourceAudit extends Audit {
  readonly source: string;
}

/** What one model exceeds the first by. */
export interface SourceComparison extends AuditComparison {
  readonly source: string;
  readonly reference: string;
}

/** The document of `temper audit`: of one source its audit, of several all of them and how they compare. */
export type AuditDocument = { readonly report: string | null } & (
  | SourceAudit
  | { readonly models: readonly SourceAudit[]; readonly comparison: readonly SourceComparison[] }
);

/** The document of all that was audited. */
export function documentOf(
  audits: readonly SourceAudit[],
  comparison: readonly SourceComparison[],
  report: string | null,
): AuditDocument {
  const [only, ...others] = audits;
  return others.length === 0 ? { ...only!, report } : { models: audits, comparison, report };
}
