import type { Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import { requireDevice } from './require-device.ts';
import { UserError } from '../user-error.ts';
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
      assertConfigAlone(flags, (name) => command.getOptionValueSource(name) === 'cli');
      const { runTrain } = await import('../trials/train-command.ts');
      await runTrain(flags, io);
    }),
  );
}

/** Flags that say where and how a run is run, not what it is. */
const PLACE = new Set(['config', 'out', 'dataDir', 'threads', 'device', 'json', 'dryRun']);

/**
 * Requires that a whole config comes without flags that would describe another.
 * @throws UserError naming the first such flag.
 */
function assertConfigAlone(flags: TrainFlags, isGiven: (name: string) => boolean): void {
  if (flags.config === undefined) return;
  const other = Object.keys(flags).find((name) => isGiven(name) && !PLACE.has(name));
  if (other === undefined) return;
  const flag = `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UserError(
    `expected --config alone to describe the run, got ${flag} too; leave ${flag} out, or change a copy of the file`,
  );
}
