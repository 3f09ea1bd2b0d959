import { Argument, type Command } from 'commander';
import { withIo } from '../terminal/io.ts';
import type { DataFlags, DataGetFlags } from './data-flags.ts';
import { choiceOption, textOption } from './parse-option.ts';
import { addDataDirOption, addJsonOption } from './run-flags.ts';

/** Data sets the commands know, of which all but the first can be fetched. */
const NAMES = ['glyphs', 'mnist', 'cifar10', 'cifar100'] as const;
type DataSetName = (typeof NAMES)[number];

/** Adds `temper data list`, `get` and `check`. */
export function addDataCommand(program: Command): void {
  const data = program.command('data').summary('data sets: what there is, where, fetch, check');
  addDataDirOption(
    addJsonOption(data.command('list').summary('data sets and where they are')),
  ).action((flags: DataFlags) =>
    withIo(flags.json, async (io) => {
      const { listDataSets } = await import('../data-sets/list-data-sets.ts');
      await listDataSets(flags, io);
    }),
  );
  const get = data
    .command('get')
    .summary('fetch a data set, going on where an earlier try ended')
    .addArgument(nameArgument(NAMES.slice(1)))
    .option(
      '--from <source>',
      'take the files from this folder, file:// folder or http address instead of the mirrors',
      textOption('--from', 'a folder or an address'),
    )
    .option('--dry-run', 'print what would be fetched, and from where', false);
  addDataDirOption(addJsonOption(get)).action((name: DataSetName, flags: DataGetFlags) =>
    withIo(flags.json, async (io) => {
      const { getDataSet } = await import('../data-sets/get-data-set.ts');
      await getDataSet(name, flags, io);
    }),
  );
  const check = data
    .command('check')
    .summary('verify presence, structure and checksums')
    .addArgument(nameArgument(NAMES));
  addDataDirOption(addJsonOption(check)).action((name: DataSetName, flags: DataFlags) =>
    withIo(flags.json, async (io) => {
      const { checkDataSet } = await import('../data-sets/check-data-set.ts');
      await checkDataSet(name, flags, io);
    }),
  );
}

function nameArgument(names: readonly DataSetName[]): Argument {
  return new Argument('<name>', names.join(', ')).argParser(choiceOption('the data set', names));
}
