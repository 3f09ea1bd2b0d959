import type { Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import { requireDevice } from './require-device.ts';
import { addRunOptions, type RunFlags } from './run-flags.ts';

/** Adds `temper tour`. */
export function addTourCommand(program: Command): void {
  const command = program
    .command('tour')
    .summary('every part of Temper once, in a few minutes and without a download')
    .description(
      'Trains a hard and a smoothed model on the embedded glyphs, looks at both, and writes a report.',
    );
  addRunOptions(command, 'temper-tour').action((flags: RunFlags) =>
    withIo(flags.json, async (io) => {
      await requireDevice(flags.device);
      const { runTour } = await import('../tour/run-tour.ts');
      await runTour(flags, io);
    }),
  );
}
