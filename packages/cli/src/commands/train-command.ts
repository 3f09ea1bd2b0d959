import type { Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import { requireDevice } from './require-device.ts';
import { addTrainOptions, type TrainFlags } from './train-flags.ts';

/** Adds `temper train`. */
export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .summary('one trial: train a model, evaluate it, keep everything')
    .description(
      'Trains one model into a run directory named by its config. A run that exists is not repeated, ' +
        'one that was ended goes on where it was.',
    );
  addTrainOptions(command).action((flags: TrainFlags) =>
    withIo(flags.json, async (io) => {
      await requireDevice(flags.device);
      const { runTrain } = await import('../trials/train-command.ts');
      await runTrain(flags, io);
    }),
  );
}
