import {
  type DownloadSource,
  GLYPH_NAMES,
  type HostTensor,
  MNIST_SOURCE,
  parseIdx,
  type TrialConfig,
} from 'temper';

/** The name of a data set. */
export type DataSetName = TrialConfig['data']['name'];

/** The files of a data set that is kept on disk. */
export interface StoredDataSet {
  readonly source: DownloadSource;
  /** Reads one unpacked file; throws FormatError if it is not what its format promises. */
  readonly parseFile: (content: Uint8Array, where: string) => HostTensor;
}

/** What is known of a data set. */
export interface CatalogueEntry {
  readonly description: string;
  /** Absent for a generated data set. */
  readonly stored?: StoredDataSet;
}

/** The data sets by name. */
export const CATALOGUE: Readonly<Record<DataSetName, CatalogueEntry>> = {
  glyphs: {
    description: `stroke-drawn characters, 28x28, ${GLYPH_NAMES.length} classes, some alike by design`,
  },
  mnist: {
    description: 'handwritten digits, 28x28, 10 classes, 60,000 to train on and 10,000 to test',
    stored: { source: MNIST_SOURCE, parseFile: parseIdx },
  },
};

/**
 * The files of a data set.
 * @throws Error if it is generated: the command line offers no such call.
 */
export function storedDataSet(name: DataSetName): StoredDataSet {
  const { stored } = CATALOGUE[name];
  if (stored === undefined) throw new Error(`internal: the data set '${name}' has no files`);
  return stored;
}
