import {
  CIFAR10_SOURCE,
  CIFAR100_SOURCE,
  type CifarSource,
  type DownloadSource,
  GLYPH_NAMES,
  type HostTensor,
  MNIST_SOURCE,
  parseIdx,
  type TrialConfig,
} from 'temper';

/** The name of a data set; a folder of the user's own is none. */
export type DataSetName = Exclude<TrialConfig['data']['name'], 'folder'>;

/** A data set that is kept on disk in the files that are fetched, packed or not. */
export interface FilesDataSet {
  readonly kind: 'files';
  readonly source: DownloadSource;
  /** Reads one unpacked file; throws FormatError if it is not what its format promises. */
  readonly parseFile: (content: Uint8Array, where: string) => HostTensor;
}

/** A data set that is fetched as one archive, and kept on disk in one of several forms. */
export interface CifarDataSet {
  readonly kind: 'cifar';
  readonly source: CifarSource;
}

/** What is known of a data set. */
export interface CatalogueEntry {
  readonly description: string;
  /** Absent for a generated data set. */
  readonly stored?: FilesDataSet | CifarDataSet;
}

/** The data sets by name. */
export const CATALOGUE: Readonly<Record<DataSetName, CatalogueEntry>> = {
  glyphs: {
    description: `stroke-drawn characters, 28x28, ${GLYPH_NAMES.length} classes, some alike by design`,
  },
  mnist: {
    description: 'handwritten digits, 28x28, 10 classes, 60,000 to train on and 10,000 to test',
    stored: { kind: 'files', source: MNIST_SOURCE, parseFile: parseIdx },
  },
  cifar10: {
    description: 'small photographs, 32x32, 10 classes, 50,000 to train on and 10,000 to test',
    stored: { kind: 'cifar', source: CIFAR10_SOURCE },
  },
  cifar100: {
    description: 'small photographs, 32x32, 100 classes, 50,000 to train on and 10,000 to test',
    stored: { kind: 'cifar', source: CIFAR100_SOURCE },
  },
};

/**
 * The files of a data set.
 * @throws Error if it is generated: the command line offers no such call.
 */
export function storedDataSet(name: DataSetName): FilesDataSet | CifarDataSet {
  const { stored } = CATALOGUE[name];
  if (stored === undefined) throw new Error(`internal: the data set '${name}' has no files`);
  return stored;
}
