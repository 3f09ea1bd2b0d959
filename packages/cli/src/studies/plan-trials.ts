import { groupOf, type Study, type StudyTrial } from 'temper';
import type { StudyFlags } from '../commands/study-flags.ts';
import { RunDirectory, trialHash } from '../trials/run-directory.ts';
import { readTrialResult } from '../trials/stored-trial.ts';
import type { TrialResult } from '../trials/trial-events.ts';
import { UserError } from '../user-error.ts';

/** A trial of a plan, and what there is of it. */
export interface PlannedTrial {
  readonly trial: StudyTrial;
  readonly hash: string;
  readonly directory: string;
  /** `null` while it is not finished. */
  readonly result: TrialResult | null;
  readonly status: 'finished' | 'begun' | 'missing';
}

/** The seeds that are asked for, each once; `undefined` leaves them to the scale. */
export function seedsAsked({ seeds, numSeeds }: StudyFlags): readonly number[] | undefined {
  if (seeds !== undefined && numSeeds !== undefined) {
    throw new UserError('expected --seeds or --num-seeds, got both; leave one out');
  }
  if (numSeeds !== undefined) return Array.from({ length: numSeeds }, (_, seed) => seed);
  return seeds && [...new Set(seeds)];
}

/** The seeds of a plan, each once. */
export function seedsOf(plan: readonly PlannedTrial[]): number[] {
  return [...new Set(plan.map(({ trial }) => trial.seed))];
}

/** The trials of a study, and which of them are there. */
export function planTrials(study: Study<unknown>, flags: StudyFlags): Promise<PlannedTrial[]> {
  const plan = study.plan(flags.scale, seedsAsked(flags));
  return Promise.all(
    plan.map(async (trial) => {
      const { config } = trial;
      const directory = new RunDirectory(flags.out, config);
      const result = (await readTrialResult(flags.out, config)) ?? null;
      const begun = (await directory.record()) !== undefined;
      return {
        trial,
        hash: trialHash(config),
        directory: directory.path,
        result,
        status: result ? 'finished' : begun ? 'begun' : 'missing',
      };
    }),
  );
}

/** What a trial is called along the way. */
export function labelOf({ network, labelSmoothing, seed }: StudyTrial): string {
  return `${network}, ${labelsName(labelSmoothing)}, seed ${seed}`;
}

/** The labels of a smoothing weight. */
export function labelsName(labelSmoothing: number): string {
  return labelSmoothing === 0 ? 'hard labels' : `smoothed, α = ${labelSmoothing}`;
}

/** A trial of a plan as programs read it. */
export function trialDocument({ trial, hash, directory, status }: PlannedTrial): object {
  const { network, labelSmoothing, seed } = trial;
  return { network, group: groupOf(trial), labelSmoothing, seed, hash, directory, status };
}
