import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StudyFlags } from '../commands/study-flags.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import {
  type ReportContent,
  reportPage,
  type ReportTable,
  writeFigures,
  writeTrialReport,
} from '../report/index.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { UserError } from '../user-error.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { readFinished, type StudyFindings } from './finished-trial.ts';
import { labelOf, labelsName, type PlannedTrial, seedsOf, trialDocument } from './plan-trials.ts';

/** What a study's results are written from. */
export interface StudyResults {
  readonly entry: CatalogueEntry;
  readonly flags: StudyFlags;
  readonly plan: readonly PlannedTrial[];
  /** The call that makes the study again, or goes on with it. */
  readonly command: string;
}

/**
 * Writes what the finished trials of a study say: `report.html`, `figures/` and `analysis.json` below
 * `<out>/studies/<name>-<scale>`, and gives it as the command's result.
 * @throws UserError if no trial is finished.
 */
export async function writeStudy(results: StudyResults, io: Io): Promise<void> {
  const { entry, flags, plan, command } = results;
  const { study, present } = entry;
  const trials = await readFinished(plan);
  const findings = present(trials);
  if (findings.lead.length === 0) {
    throw new UserError(
      `expected finished trials that can be compared, got ${trials.length} of ${plan.length} trials of '${study.name}' at scale ${flags.scale}; train them with: ${command}`,
    );
  }
  for (const { result } of trials) {
    if (!existsSync(join(result.directory, 'report.html'))) await writeTrialReport(result);
  }
  const folder = resolve(flags.out, 'studies', `${study.name}-${flags.scale}`);
  const report = join(folder, 'report.html');
  const document = {
    study: study.name,
    scale: flags.scale,
    seeds: seedsOf(plan),
    report,
    command,
    shortens: study.scales[flags.scale].shortens,
    trials: plan.map(trialDocument),
    analysis: findings.analysis,
  };
  await makeFolder(folder);
  const content = studyReport(results, findings, { folder });
  await writeFigures(
    join(folder, 'figures'),
    findings.sections.flatMap(({ figure }) => figure ?? []),
  );
  await writeFileAtomically(
    join(folder, 'analysis.json'),
    `${JSON.stringify(document, null, 2)}\n`,
  );
  await writeFileAtomically(report, reportPage(content));
  io.result(document, () => describe(findings, missingWords(plan), report, io));
}

function studyReport(
  { entry: { study }, flags, plan, command }: StudyResults,
  { lead, answer, method, sections }: StudyFindings,
  { folder }: { readonly folder: string },
): ReportContent {
  const { shortens } = study.scales[flags.scale];
  const missing = missingWords(plan);
  const first = plan.find(({ result }) => result)!.result!;
  return {
    title: study.title,
    lead: [...lead, ...missing],
    sections: [
      {
        heading: 'What was found',
        paragraphs: [`Scale “${flags.scale}”. ${shortens}`, ...method],
        table: answer,
      },
      ...sections,
      {
        heading: 'The trials',
        paragraphs: [
          'Every trial has a directory named by the hash of its config, with its own report. Trials are shared: another study, or a training by hand, with the same config has the same directory.',
        ],
        table: trialsTable(plan, folder),
      },
    ],
    footer: {
      command,
      versions: { ...first.record.versions, 'threads for each trial': threadsOf(plan) },
      seeds: seedsOf(plan),
    },
  };
}

function trialsTable(plan: readonly PlannedTrial[], folder: string): ReportTable {
  return {
    caption: 'The trials of the study. “Begun” ones go on where they were ended.',
    columns: [
      { header: 'run' },
      { header: 'network' },
      { header: 'labels' },
      { header: 'seed', numeric: true },
      { header: 'state' },
    ],
    rows: plan.map(({ trial, hash, directory, status }) => [
      status === 'finished'
        ? { text: hash, href: addressOf(folder, join(resolve(directory), 'report.html')) }
        : hash,
      trial.network,
      labelsName(trial.labelSmoothing),
      trial.seed,
      status,
    ]),
  };
}

/** A path as a relative address. */
function addressOf(folder: string, path: string): string {
  return relative(folder, path).split(/[\\/]/).map(encodeURIComponent).join('/');
}

function threadsOf(plan: readonly PlannedTrial[]): string {
  return [...new Set(plan.flatMap(({ result }) => result?.record.threads ?? []))].join(', ');
}

/** What is not there yet, in a sentence, if anything. */
function missingWords(plan: readonly PlannedTrial[]): string[] {
  const missing = plan.filter(({ result }) => !result);
  if (missing.length === 0) return [];
  const named = missing.map(({ trial }) => labelOf(trial)).join('; ');
  return [
    `Of ${plan.length} trials ${missing.length} ${missing.length === 1 ? 'is' : 'are'} not finished and not counted: ${named}.`,
  ];
}

function describe(
  { lead, answer }: StudyFindings,
  missing: readonly string[],
  report: string,
  io: Io,
): string {
  const table = formatTable(
    answer.columns.map(({ header, numeric }) => ({
      title: header,
      align: numeric ? 'right' : 'left',
    })),
    answer.rows.map((row) =>
      row.map((cell) =>
        cell !== null && typeof cell === 'object' ? cell.text : String(cell ?? '–'),
      ),
    ),
    { width: io.width, titleStyle: io.style.bold },
  );
  const words = [...lead, ...missing].join('\n');
  return `\n${table}\n${words}\n\nReport: ${report}\n  ${pathToFileURL(report).href}\n`;
}
