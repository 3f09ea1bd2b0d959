import path from 'node:path';
import type { DownloadSource } from 'temper';
import type { DataGetFlags } from '../commands/data-flags.ts';
import type { Io } from '../terminal/io.ts';
import { formatBytes } from '../terminal/quantities.ts';
import { type DataSetName, storedDataSet } from './catalogue.ts';
import { dataDirectory } from './data-directory.ts';
import { fetchFiles, type FileOrigin, parseOrigin } from './fetch-files.ts';

/**
 * `temper data get`: puts the files of a data set, verified, where the commands look for them.
 * @throws UserError if a file cannot be had or is not the right one.
 */
export async function getDataSet(name: DataSetName, flags: DataGetFlags, io: Io): Promise<void> {
  const { source } = storedDataSet(name);
  const folder = path.join(dataDirectory(flags.dataDir), source.name);
  const origin = parseOrigin(flags.from, source);
  if (flags.dryRun) {
    reportPlan(source, { folder, origin, io });
    return;
  }
  const progress = io.progress(`fetching ${name}`);
  const files = await fetchFiles(source, {
    folder,
    origin,
    onProgress: (fraction, file) => {
      progress.update(fraction, file);
    },
  });
  progress.finish();
  const fetched = files.filter((file) => file.origin !== null).length;
  io.result(
    { dataSet: name, directory: folder, files },
    () =>
      `${name} is in ${folder}: ${fetched} files fetched, ${files.length - fetched} already there, all verified\n`,
  );
}

function reportPlan(
  source: DownloadSource,
  { folder, origin, io }: { readonly folder: string; readonly origin: FileOrigin; readonly io: Io },
): void {
  const files = source.files.map(({ name, packed }) => ({ name, bytes: packed.byteLength }));
  const origins = origin.places;
  io.result({ dryRun: true, dataSet: source.name, directory: folder, origins, files }, () => {
    const sizes = files.map(({ name, bytes }) => `  ${name}, ${formatBytes(bytes)}\n`).join('');
    const places = origins.map((place) => `  ${place}\n`).join('');
    return `would put into ${folder}, unless they are there and right:\n${sizes}from the first that has them:\n${places}`;
  });
}
