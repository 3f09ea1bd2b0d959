import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECIPES, resolveTrialConfig, type TrialConfig } from 'temper';
import { computeDevice, type RunFlags } from '../commands/run-flags.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { poolResults, type PoolTrial, runPool, shareThreads } from '../pool/index.ts';
import { reportPage, writeFigures } from '../report/index.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { claimOf, type Finding, type TourPair } from './finding.ts';
import { findingsOf } from './findings.ts';
import { repeatCommand } from './repeat-command.ts';
import { tourFigures } from './tour-figures.ts';
import { readTourModel, type TourModel } from './tour-model.ts';
import { ONE_SEED, QUESTIONS, tourReport } from './tour-report.ts';

/** The smoothing weight of the tour, and of most of the paper. */
const ALPHA = 0.1;

/** Trains a hard and a smoothed model on the glyphs, looks at both, and writes a report. */
export async function runTour(flags: RunFlags, io: Io): Promise<void> {
  const models = [
    { label: 'hard labels', config: configOf(flags.seed, 0) },
    { label: `smoothed, α = ${ALPHA}`, config: configOf(flags.seed, ALPHA) },
  ];
  if (flags.dryRun) {
    const plan = { dryRun: true, out: flags.out, trials: models };
    io.result(plan, () => `${JSON.stringify(plan, null, 2)}\n`);
    return;
  }
  io.info('Two networks on generated glyphs, one with hard labels and one with smoothed labels.');
  const [hard, smoothed] = await trainAll(models, flags, io);
  const pair: TourPair = { hard: hard!, smoothed: smoothed! };
  const findings = findingsOf(pair);
  const report = await writeReport(pair, findings, flags);
  io.result(
    {
      report,
      seeds: [flags.seed],
      findings,
      models: [pair.hard, pair.smoothed].map(({ name, result }) => ({
        name,
        run: result.directory,
        accuracy: result.analysis.accuracy,
        nll: result.analysis.nll,
        calibration: { ece: result.analysis.calibration.ece },
        temperatureScaling: { temperature: result.analysis.temperatureScaling.temperature },
        logitGap: {
          mean: result.analysis.logitGap.mean,
          optimum: result.analysis.logitGap.optimum,
        },
      })),
    },
    () => describe(findings, report, io),
  );
}

function configOf(seed: number, labelSmoothing: number): TrialConfig {
  return resolveTrialConfig({ ...RECIPES.glyphs.config, loss: { labelSmoothing }, seed });
}

async function trainAll(
  models: readonly PoolTrial[],
  flags: RunFlags,
  io: Io,
): Promise<TourModel[]> {
  const shares = shareThreads(
    models.map(({ config }) => config),
    flags,
  );
  const outcomes = await runPool(
    models,
    { runs: join(flags.out, 'runs'), device: computeDevice(flags.device), ...shares },
    io,
  );
  const results = poolResults(models, outcomes, repeatCommand(flags));
  return Promise.all(results.map((result, index) => readTourModel(models[index]!.label, result)));
}

/** Writes figures and report and returns the report's path. */
async function writeReport(
  pair: TourPair,
  findings: readonly Finding[],
  flags: RunFlags,
): Promise<string> {
  const figures = tourFigures(pair);
  const { out } = flags;
  await makeFolder(out);
  await writeFigures(join(out, 'figures'), Object.values(figures));
  const path = resolve(out, 'report.html');
  await writeFileAtomically(
    path,
    reportPage(tourReport(pair, findings, figures, repeatCommand(flags))),
  );
  return path;
}

function describe(findings: readonly Finding[], report: string, io: Io): string {
  const table = formatTable(
    [{ title: 'claim' }, { title: 'verdict' }, { title: 'what was found' }],
    findings.map((finding) => [claimOf(finding), finding.verdict, finding.words]),
    { width: io.width, titleStyle: io.style.bold },
  );
  return `\n${table}\n${QUESTIONS}\n${ONE_SEED}\n\nReport: ${report}\n  ${pathToFileURL(report).href}\n`;
}
