import path from 'node:path';
import { type GzipDownload, TemperError } from 'temper';
import type { DataFlags } from '../commands/data-flags.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { UserError } from '../user-error.ts';
import { CATALOGUE, type DataSetName, type FilesDataSet } from './catalogue.ts';
import { checkCifar } from './check-cifar.ts';
import { dataDirectory } from './data-directory.ts';
import {
  digestOf,
  type FileCheck,
  findStored,
  isCanonical,
  readContent,
  sha256,
} from './stored-files.ts';

/** Looks at one file: presence, structure, checksum. */
export async function checkFile(
  folder: string,
  file: GzipDownload,
  parseFile: FilesDataSet['parseFile'],
): Promise<FileCheck> {
  const { name } = file;
  const stored = await findStored(folder, file);
  if (stored === undefined) return { name, path: null, state: 'missing', detail: '' };
  try {
    const content = await readContent(stored, file);
    const { shape } = parseFile(content, stored.path);
    const found = { name, path: stored.path, detail: `[${shape.join(', ')}]` };
    if (isCanonical(content, file)) return { ...found, state: 'ok' };
    const detail = `${found.detail}, SHA-256 ${sha256(content)} instead of ${digestOf(file).sha256}`;
    return { ...found, state: 'different', detail };
  } catch (error) {
    if (!(error instanceof TemperError)) throw error;
    return { name, path: stored.path, state: 'damaged', detail: error.message };
  }
}

/**
 * `temper data check`.
 * @throws UserError, after the result, if a file is missing or not what it should be.
 */
export async function checkDataSet(name: DataSetName, flags: DataFlags, io: Io): Promise<void> {
  const { stored } = CATALOGUE[name];
  if (stored === undefined) {
    io.result(
      { dataSet: name, ok: true, directory: null, files: [] },
      () => `${name} is generated when it is needed: there is nothing to check\n`,
    );
    return;
  }
  const directory = path.join(dataDirectory(flags.dataDir), stored.source.name);
  const files =
    stored.kind === 'cifar'
      ? [await checkCifar(stored.source, directory)]
      : await Promise.all(
          stored.source.files.map((file) => checkFile(directory, file, stored.parseFile)),
        );
  const wrong = files.filter(({ state }) => state !== 'ok');
  io.result({ dataSet: name, ok: wrong.length === 0, directory, files }, () =>
    formatTable(
      [{ title: 'file' }, { title: 'state' }, { title: 'found' }],
      files.map(({ name: file, state, detail }) => [file, state, detail]),
      { width: io.width, titleStyle: io.style.bold },
    ),
  );
  if (wrong.length > 0) {
    const states = wrong.map(({ name: file, state }) => `${file} ${state}`).join(', ');
    throw new UserError(
      `expected the files of ${name} in '${directory}' to be whole, found ${states}; 'temper data get ${name}' replaces them`,
    );
  }
}
