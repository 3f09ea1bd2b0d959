import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECIPES, resolveTrialConfig, type TrialConfig } from 'temper';
import type { RunFlags } from '../commands/run-flags.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { renderFigure, reportPage, writeFigures } from '../report/index.ts';
import { InterruptedError } from '../terminal/interrupts.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { runTrial, type TrialOutcome } from '../trials/run-trial.ts';
import { showEvents } from '../trials/show-events.ts';
import { claimOf, type Finding, type TourPair } from './finding.ts';
import { findingsOf } from './findings.ts';
import { repeatCommand } from './repeat-command.ts';
import { curvesFigure, gapFigure, projectionFigure, reliabilityFigure } from './tour-figures.ts';
import { readTourModel, type TourModel } from './tour-model.ts';
import { ONE_SEED, QUESTIONS, tourReport } from './tour-report.ts';

/** The smoothing weight of the tour, and of most of the paper. */
const ALPHA = 0.1;

/** Trains a hard and a smoothed model on the glyphs, looks at both, and writes a report. */
export async function runTour(flags: RunFlags, io: Io): Promise<void> {
  const models = [
    { name: 'hard labels', config: configOf(flags.seed, 0) },
    { name: `smoothed, α = ${ALPHA}`, config: configOf(flags.seed, ALPHA) },
  ] as const;
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

/** Trains side by side, the threads shared out: small steps gain more from that than from threads. */
async function trainAll(
  models: readonly { readonly name: string; readonly config: TrialConfig }[],
  flags: RunFlags,
  io: Io,
): Promise<TourModel[]> {
  const stops: (() => void)[] = [];
  const stopAll = (): void => {
    for (const stop of stops) stop();
  };
  const stopListening = io.onInterrupt(stopAll);
  const runs = join(flags.out, 'runs');
  const views = models.map(({ name, config }) =>
    showEvents(io, { label: name, config, quiet: true }),
  );
  const train = (index: number): Promise<TrialOutcome> =>
    runTrial({
      config: models[index]!.config,
      runs,
      threads: Math.max(1, Math.floor(flags.threads / models.length)),
      onEvent: views[index]!.show,
      onStart: (stop) => stops.push(stop),
    });
  try {
    const outcomes =
      flags.threads > 1
        ? await together(
            models.map((_, index) => train(index)),
            stopAll,
          )
        : [await train(0), await train(1)];
    return await Promise.all(
      outcomes.map((outcome, index) => {
        if (outcome.status === 'stopped') {
          throw new InterruptedError('stopped, saved; the same command goes on from there');
        }
        if (outcome.reused) io.info(`${models[index]!.name}: already trained`);
        return readTourModel(models[index]!.name, outcome.result);
      }),
    );
  } finally {
    for (const view of views) view.close();
    stopListening();
  }
}

/** Waits for all; when one fails the others are stopped before its failure is passed on. */
async function together<T>(tasks: readonly Promise<T>[], stopAll: () => void): Promise<T[]> {
  try {
    return await Promise.all(tasks);
  } catch (error) {
    stopAll();
    await Promise.allSettled(tasks);
    throw error;
  }
}

/** Writes figures and report and returns the report's path. */
async function writeReport(
  pair: TourPair,
  findings: readonly Finding[],
  flags: RunFlags,
): Promise<string> {
  const figures = {
    projection: renderFigure(projectionFigure(pair)),
    reliability: renderFigure(reliabilityFigure(pair)),
    gap: renderFigure(gapFigure(pair)),
    curves: renderFigure(curvesFigure(pair)),
  };
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
