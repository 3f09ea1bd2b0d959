import { availableParallelism } from 'node:os';
import type { Study } from 'temper';
import type { StudyFlags, StudyRunFlags } from '../commands/study-flags.ts';
import { shellCommand } from '../terminal/shell-command.ts';
import { seedsAsked } from './plan-trials.ts';

/** The call that makes a study, or goes on with it: the seeds asked for, and what is not the default. */
export function studyCall(
  study: Study<unknown>,
  flags: StudyFlags & Partial<StudyRunFlags>,
): string {
  return shellCommand(`npx temper study run ${study.name}`, [
    ['--scale', flags.scale, 'tour'],
    ['--seeds', seedsAsked(flags)?.join()],
    ['--jobs', flags.jobs],
    ['--threads', flags.threads, availableParallelism()],
    ['--device', flags.device, 'auto'],
    ['--data-dir', flags.dataDir],
    ['--out', flags.out, 'runs'],
  ]);
}
