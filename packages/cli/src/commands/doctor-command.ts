import type { Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import {
  addDataDirOption,
  addJsonOption,
  addOutOption,
  addThreadsOption,
  type DoctorFlags,
} from './run-flags.ts';

/** Adds `temper doctor`. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .summary('backend, threads, devices, data and optional parts, in one screen');
  addDataDirOption(addJsonOption(addOutOption(addThreadsOption(command), 'runs'))).action(
    (flags: DoctorFlags) =>
      withIo(flags.json, async (io) => {
        const { runDoctor } = await import('../doctor/run-doctor.ts');
        await runDoctor(flags, io);
      }),
  );
}
