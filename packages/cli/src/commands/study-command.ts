import { Argument, type Command } from 'commander';
import type { StudyScale } from 'temper';
import { withIo } from '../terminal/io.ts';
import { choiceOption, numberListOption, numberOption } from './parse-option.ts';
import { requireDevice } from './require-device.ts';
import { addComputeOptions, addDataDirOption, addJsonOption, addOutOption } from './run-flags.ts';
import type { StudyFlags, StudyName, StudyRunFlags } from './study-flags.ts';

/** Named here too, because loading the library takes longer than printing help. */
const NAMES: readonly StudyName[] = ['accuracy', 'calibration', 'penultimate'];
const SCALES: readonly StudyScale[] = ['tour', 'small', 'paper'];
const OUT = 'runs';

/** Adds `temper study list`, `run` and `report`. */
export function addStudyCommand(program: Command): void {
  const study = program
    .command('study')
    .summary('the questions of the paper: trials and what they say');
  addJsonOption(study.command('list').summary('the studies, and what each scale takes')).action(
    (flags: { readonly json: boolean }) =>
      withIo(flags.json, async (io) => {
        const { listStudies } = await import('../studies/list-studies.ts');
        listStudies(io);
      }),
  );
  const run = study
    .command('run')
    .summary('run the trials that are not there yet, and write the report')
    .description(
      'Runs the trials of a study side by side and writes what they say. Trials that are there, from ' +
        'whatever command, are not repeated; one that was ended goes on where it was.',
    )
    .addArgument(nameArgument());
  addTrialsOptions(run).option(
    '--jobs <n>',
    'trials at a time, sharing the threads (default: small networks one a thread, convolutional ones one at a time)',
    numberOption('--jobs', { whole: true, minimum: 1 }),
  );
  addComputeOptions(addDataDirOption(run), OUT).action((name: StudyName, flags: StudyRunFlags) =>
    withIo(flags.json, async (io) => {
      await requireDevice(flags.device);
      const { runStudy } = await import('../studies/run-study.ts');
      await runStudy(name, flags, io);
    }),
  );
  const report = study
    .command('report')
    .summary('write the report again from the trials that are finished')
    .addArgument(nameArgument());
  addJsonOption(addOutOption(addTrialsOptions(report), OUT)).action(
    (name: StudyName, flags: StudyFlags) =>
      withIo(flags.json, async (io) => {
        const { reportStudy } = await import('../studies/report-study.ts');
        await reportStudy(name, flags, io);
      }),
  );
}

function nameArgument(): Argument {
  return new Argument('<name>', NAMES.join(', ')).argParser(choiceOption('the study', NAMES));
}

function addTrialsOptions(command: Command): Command {
  return command
    .option(
      '--scale <name>',
      `how much is spent: ${SCALES.join(', ')}`,
      choiceOption('--scale', SCALES),
      'tour',
    )
    .option(
      '--seeds <list>',
      'seeds, as 0,1,2 (default: the scale’s)',
      numberListOption('--seeds', { whole: true, minimum: 0 }),
    )
    .option(
      '--num-seeds <n>',
      'seeds 0 to n − 1, in place of a list',
      numberOption('--num-seeds', { whole: true, minimum: 1, maximum: 1000 }),
    );
}
