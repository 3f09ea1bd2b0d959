import { computeDevice } from '../commands/run-flags.ts';
import type { StudyName, StudyRunFlags } from '../commands/study-flags.ts';
import { assertDataSets } from '../data-sets/assert-data-sets.ts';
import { type PoolShares, poolResults, runPool, shareThreads } from '../pool/index.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { STUDIES } from './catalogue.ts';
import {
  labelOf,
  labelsName,
  type PlannedTrial,
  planTrials,
  trialDocument,
} from './plan-trials.ts';
import { studyCall } from './study-call.ts';
import { writeStudy } from './write-study.ts';

/** Runs `temper study run`: the trials that are not there yet, then what all of them say. */
export async function runStudy(name: StudyName, flags: StudyRunFlags, io: Io): Promise<void> {
  const entry = STUDIES[name];
  const { study } = entry;
  const plan = await planTrials(study, flags);
  const shares = shareThreads(
    plan.map(({ trial }) => trial.config),
    flags,
  );
  const { shortens, takes } = study.scales[flags.scale];
  if (flags.dryRun) {
    const document = {
      dryRun: true,
      study: name,
      scale: flags.scale,
      shortens,
      takes,
      ...shares,
      trials: plan.map(trialDocument),
    };
    io.result(document, () => describePlan(plan, shares, io));
    return;
  }
  const missing = plan.filter(({ result }) => result === null);
  await assertDataSets(
    missing.map(({ trial }) => trial.config),
    flags.dataDir,
  );
  io.info(study.title);
  io.info(`${flags.scale}: ${shortens}`);
  io.info(`${takes}; ${plan.length - missing.length} of ${plan.length} are there already`);
  const command = studyCall(study, flags);
  const trials = plan.map(({ trial }) => ({ label: labelOf(trial), config: trial.config }));
  const where = {
    runs: flags.out,
    dataDir: flags.dataDir,
    device: computeDevice(flags.device),
  };
  poolResults(trials, await runPool(trials, { ...where, ...shares }, io), command);
  await writeStudy({ entry, flags, plan: await planTrials(study, flags), command }, io);
}

function describePlan(
  plan: readonly PlannedTrial[],
  { jobs, threadsEach }: PoolShares,
  io: Io,
): string {
  const table = formatTable(
    ['network', 'labels', 'seed', 'state', 'directory'].map((title) => ({ title })),
    plan.map(({ trial, status, directory }) => [
      trial.network,
      labelsName(trial.labelSmoothing),
      String(trial.seed),
      status,
      directory,
    ]),
    { titleStyle: io.style.bold },
  );
  return `${table}\nat a time: ${jobs}, threads each: ${threadsEach}\n`;
}
