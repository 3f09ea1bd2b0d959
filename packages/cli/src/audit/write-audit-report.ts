import { join } from 'node:path';
import type { AuditFlags } from '../commands/audit-flags.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { type ReportContent, reportPage, writeFigures } from '../report/index.ts';
import { documentOf, type SourceComparison } from './audit-document.ts';
import { findingsOf, inWords } from './audit-summary.ts';
import type { AuditedSource } from './audited-model.ts';
import { calibrationSections } from './calibration-sections.ts';
import { classSections } from './class-sections.ts';
import { comparisonSections } from './comparison-sections.ts';
import { percent, percentRange } from './figures-in-words.ts';
import { labelSections } from './label-sections.ts';
import { layerSections } from './layer-sections.ts';
import { repeatAudit } from './repeat-audit.ts';
import { trustSections } from './trust-sections.ts';

/**
 * Writes what `temper audit` found into the folder `flags.out`: `report.html`, `analysis.json`, and the
 * pictures of the page in `figures/`.
 * @returns The page's path.
 * @throws UserError if a file cannot be written.
 */
export async function writeAuditReport(
  audited: readonly AuditedSource[],
  comparison: readonly SourceComparison[],
  flags: AuditFlags,
): Promise<string> {
  const path = join(flags.out, 'report.html');
  const content = auditReport(withDistinctNames(audited), comparison, flags);
  const figures = content.sections.flatMap(({ figure }) => figure ?? []);
  await makeFolder(flags.out);
  await writeFigures(join(flags.out, 'figures'), figures);
  const audits = audited.map(({ model, result }) => ({ source: model.source, ...result.audit }));
  const document = `${JSON.stringify(documentOf(audits, comparison, path), null, 2)}\n`;
  await writeFileAtomically(join(flags.out, 'analysis.json'), document);
  await writeFileAtomically(path, reportPage(content));
  return path;
}

/** Files of one name in several folders are told apart by where they are. */
function withDistinctNames(audited: readonly AuditedSource[]): AuditedSource[] {
  const names = audited.map(({ model }) => model.name);
  return audited.map((source) => {
    const { model } = source;
    const shared = names.filter((name) => name === model.name).length > 1;
    return shared ? { ...source, model: { ...model, name: model.source } } : source;
  });
}

function auditReport(
  audited: readonly AuditedSource[],
  comparison: readonly SourceComparison[],
  flags: AuditFlags,
): ReportContent {
  const sources = audited.map(({ model }) => model.source);
  return {
    title: titleOf(audited),
    lead: audited.flatMap((source) => leadOf(source, audited.length > 1)),
    sections: [
      ...comparisonSections(audited, comparison),
      ...calibrationSections(audited),
      ...classSections(audited),
      ...trustSections(audited),
      ...labelSections(audited),
      ...layerSections(audited),
    ],
    footer: {
      command: repeatAudit(sources, flags),
      versions: { node: process.versions.node },
      seeds: [flags.seed],
    },
  };
}

function titleOf(audited: readonly AuditedSource[]): string {
  const [first, ...others] = audited.map(({ model }) => model.name);
  return others.length === 0 ? `Audit of ${first!}` : `Audit of ${audited.length} models`;
}

/** The findings of a model, and its name before each where there are several. */
function leadOf({ model, result: { audit } }: AuditedSource, several: boolean): string[] {
  const classes = audit.classes === null ? '' : ` of ${inWords(audit.classes)} classes`;
  const { ece } = audit.calibration;
  const first = `Of ${inWords(audit.n)} examples${classes}, ${percent(audit.accuracy)} are predicted right (95 %: ${percentRange(audit.interval.accuracy)}); the ECE is ${percent(ece)}.`;
  const sentences = [first, ...findingsOf(audit), ...audit.notes];
  return several ? [`${model.name}: ${sentences.join(' ')}`] : sentences;
}
