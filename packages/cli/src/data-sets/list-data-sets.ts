import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { CifarSource } from 'temper';
import type { DataFlags } from '../commands/data-flags.ts';
import type { Io } from '../terminal/io.ts';
import { formatBytes } from '../terminal/quantities.ts';
import { formatTable } from '../terminal/table.ts';
import { CATALOGUE } from './catalogue.ts';
import { dataDirectory } from './data-directory.ts';
import { findCifar } from './find-cifar.ts';
import { findStored } from './stored-files.ts';

/** One data set as `temper data list --json` gives it. */
export interface DataSetListing {
  readonly name: string;
  readonly description: string;
  /** Made when it is needed, or kept in files. */
  readonly kind: 'generated' | 'files';
  readonly present: boolean;
  /** In which of its forms it is there; null if it is not, and for a generated one. */
  readonly form: string | null;
  /** Folder of its files; null for a generated one. */
  readonly directory: string | null;
  /** What its files take, or would take; null for a generated one, and where they are too many to count. */
  readonly bytes: number | null;
}

/** Looks at every data set; reads none. */
export async function surveyDataSets(dataDir: string): Promise<DataSetListing[]> {
  return Promise.all(
    Object.entries(CATALOGUE).map(async ([name, { description, stored }]) => {
      if (stored === undefined) {
        const generated = {
          kind: 'generated',
          present: true,
          form: null,
          directory: null,
          bytes: null,
        } as const;
        return { name, description, ...generated };
      }
      const { source } = stored;
      const directory = path.join(dataDir, source.name);
      if (stored.kind === 'cifar') {
        const { form, bytes } = await surveyCifar(stored.source, directory);
        const present = form !== null;
        return { name, description, kind: 'files', present, form, directory, bytes } as const;
      }
      const found = await Promise.all(source.files.map((file) => findStored(directory, file)));
      const bytes = source.files.reduce(
        (sum, file, i) => sum + (found[i] ?? file.packed).byteLength,
        0,
      );
      const present = !found.includes(undefined);
      const form = present ? 'IDX files' : null;
      return { name, description, kind: 'files', present, form, directory, bytes } as const;
    }),
  );
}

async function surveyCifar(
  { name, files }: CifarSource,
  directory: string,
): Promise<Pick<DataSetListing, 'form' | 'bytes'>> {
  const found = await findCifar(name, directory);
  if (found === undefined) return { form: null, bytes: files[0]!.packed.byteLength };
  const { size } = await stat(found.path);
  return { form: found.form, bytes: found.form.startsWith('archive') ? size : null };
}

/** `temper data list`. */
export async function listDataSets(flags: DataFlags, io: Io): Promise<void> {
  const dataDir = dataDirectory(flags.dataDir);
  const dataSets = await surveyDataSets(dataDir);
  io.result({ dataDir, dataSets }, () =>
    formatTable(
      [
        { title: 'name' },
        { title: 'what' },
        { title: 'state' },
        { title: 'size', align: 'right' },
        { title: 'where' },
      ],
      dataSets.map(({ name, description, form, bytes, directory }) => [
        name,
        description,
        directory === null ? 'generated' : (form ?? 'not here'),
        bytes === null ? '' : formatBytes(bytes),
        directory ?? '',
      ]),
      { width: io.width, titleStyle: io.style.bold },
    ),
  );
}
