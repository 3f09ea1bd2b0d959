import type { StudyFlags, StudyName } from '../commands/study-flags.ts';
import type { Io } from '../terminal/io.ts';
import { STUDIES } from './catalogue.ts';
import { planTrials } from './plan-trials.ts';
import { studyCall } from './study-call.ts';
import { writeStudy } from './write-study.ts';

/** Runs `temper study report`: what the trials that are finished say. */
export async function reportStudy(name: StudyName, flags: StudyFlags, io: Io): Promise<void> {
  const entry = STUDIES[name];
  const plan = await planTrials(entry.study, flags);
  await writeStudy({ entry, flags, plan, command: studyCall(entry.study, flags) }, io);
}
