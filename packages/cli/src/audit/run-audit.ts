import { auditConfidences, type AuditOptions, auditPredictions, compareAudits } from 'temper';
import type { AuditFlags } from '../commands/audit-flags.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import { documentOf, type SourceComparison } from './audit-document.ts';
import { summarizeAudit, summarizeComparison } from './audit-summary.ts';
import type { AuditedSource } from './audited-model.ts';
import { openSource } from './open-source.ts';

/** Runs `temper audit`. */
export async function runAudit(
  sources: readonly string[],
  flags: AuditFlags,
  io: Io,
): Promise<void> {
  if (flags.stream) {
    const { streamAudit } = await import('./stream-audit.ts');
    await streamAudit(sources, flags, io);
    return;
  }
  const audited: AuditedSource[] = [];
  for (const source of sources) {
    // One after the other, so that only one model's scores are in memory.
    const { predictions, ...model } = await openSource(source, flags, io);
    const options = optionsOf(flags);
    const result =
      predictions.kind === 'confidences'
        ? auditConfidences(predictions, options)
        : auditPredictions(predictions, options);
    audited.push({ model, result });
  }
  const comparison = compareWithFirst(audited, flags);
  const report = flags.report ? await writeReport(audited, comparison, flags) : null;
  const audits = audited.map(({ model, result }) => ({ source: model.source, ...result.audit }));
  io.result(documentOf(audits, comparison, report), () =>
    [
      ...audited.map(({ model }, i) => summarizeAudit(audits[i]!, model, io)),
      summarizeComparison(
        comparison,
        new Map(audited.map(({ model }) => [model.source, model.name])),
        io,
      ),
      report === null ? '' : `Report: ${report}\n`,
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
}

/** Drawing takes longer to load than an audit without pictures needs. */
async function writeReport(
  audited: readonly AuditedSource[],
  comparison: readonly SourceComparison[],
  flags: AuditFlags,
): Promise<string> {
  const { writeAuditReport } = await import('./write-audit-report.ts');
  return writeAuditReport(audited, comparison, flags);
}

/** The options of an audit that flags ask for. */
function optionsOf(
  flags: Pick<
    AuditFlags,
    'convention' | 'bins' | 'bootstrap' | 'seed' | 'binary' | 'inSample' | 'split'
  >,
): AuditOptions {
  const { convention, bins, bootstrap, seed, binary, inSample, split } = flags;
  return {
    convention,
    ...(bins !== undefined && { numBins: bins }),
    bootstrap,
    seed,
    binary,
    fit: inSample ? { kind: 'in-sample' } : { kind: 'split', fraction: split },
  };
}

function compareWithFirst(
  [first, ...others]: readonly AuditedSource[],
  { bootstrap, seed }: AuditFlags,
): SourceComparison[] {
  return others.map(({ model, result }) => {
    assertSameExamples(first!.model, model);
    return {
      source: model.source,
      reference: first!.model.source,
      ...compareAudits(result, first!.result, { bootstrap, seed }),
    };
  });
}

/** @throws UserError unless two models were asked about the same examples in the same order. */
function assertSameExamples(first: AuditedSource['model'], other: AuditedSource['model']): void {
  const { length } = first.labels;
  if (other.labels.length !== length) {
    throw new UserError(
      `expected all sources to have the same examples, got ${length} in '${first.source}' and ${other.labels.length} in '${other.source}'; audit them one by one`,
    );
  }
  const row = other.labels.findIndex((label, n) => label !== first.labels[n]);
  if (row >= 0) {
    throw new UserError(
      `expected all sources to have the same examples in the same order, got label ${first.labels[row]!} in '${first.source}' and ${other.labels[row]!} in '${other.source}' at row ${row}; audit them one by one`,
    );
  }
}
