import { type Study, STUDY_ALPHA, type StudyGroup, type StudyTrial } from 'temper';
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

/** The seeds that are asked for, each once, or those of the scale. */
export function seedsOf(study: Study<unknown>, flags: StudyFlags): readonly number[] {
  const { scale, seeds, numSeeds } = flags;
  if (seeds !== undefined && numSeeds !== undefined) {
    throw new UserError('expected --seeds or --num-seeds, got both; leave one out');
  }
  if (numSeeds !== undefined) return Array.from({ length: numSeeds }, (_, seed) => seed);
  return [...new Set(seeds ?? study.scales[scale].seeds)];
}

/** The trials of a study, and which of them are there. */
export function planTrials(study: Study<unknown>, flags: StudyFlags): Promise<PlannedTrial[]> {
  const plan = study.plan(flags.scale, seedsOf(study, flags));
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
export function labelOf({ network, group, seed }: StudyTrial): string {
  return `${network}, ${groupName(group)}, seed ${seed}`;
}

/** The labels a group was trained on. */
export function groupName(group: StudyGroup): string {
  return group === 'hard' ? 'hard labels' : `smoothed, α = ${STUDY_ALPHA}`;
}

/** A trial of a plan as programs read it. */
export function trialDocument({ trial, hash, directory, status }: PlannedTrial): object {
  const { network, group, seed } = trial;
  return { network, group, seed, hash, directory, status };
}
