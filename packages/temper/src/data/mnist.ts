import { FormatError } from '../base/index.ts';
import { gunzip, isGzip, parseIdx } from '../formats/index.ts';
import { formatShape, type HostTensor, sameShape } from '../tensor/index.ts';
import { type ClassificationDataset, type ClassificationSplit, makeSplit } from './dataset.ts';
import type { DownloadSource } from './download.ts';

const NUM_CLASSES = 10;
const IMAGE_SHAPE = [28, 28] as const;

/** The four files of MNIST. Digests of the canonical files and of their unpacked content. */
export const MNIST_SOURCE: DownloadSource = {
  name: 'mnist',
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://raw.githubusercontent.com/fgnt/mnist/master/',
  ],
  files: [
    {
      name: 'train-images-idx3-ubyte.gz',
      packed: {
        byteLength: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      content: {
        byteLength: 47_040_016,
        sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      },
    },
    {
      name: 'train-labels-idx1-ubyte.gz',
      packed: {
        byteLength: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      content: {
        byteLength: 60_008,
        sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      },
    },
    {
      name: 't10k-images-idx3-ubyte.gz',
      packed: {
        byteLength: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      content: {
        byteLength: 7_840_016,
        sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      },
    },
    {
      name: 't10k-labels-idx1-ubyte.gz',
      packed: {
        byteLength: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
      content: {
        byteLength: 10_008,
        sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      },
    },
  ],
};

function readFile(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  shape: readonly number[],
): HostTensor<'uint8'> {
  const packedName = `${name}.gz`;
  const bytes = files.get(name) ?? files.get(packedName);
  if (bytes === undefined) {
    throw new FormatError(
      `parseMnist: expected ${name} or ${packedName}, got ${[...files.keys()].join(', ') || 'no files'}; fetch it with 'temper data get mnist'`,
    );
  }
  const tensor = parseIdx(isGzip(bytes) ? gunzip(bytes, packedName) : bytes, name);
  if (!sameShape(tensor.shape, shape)) {
    throw new FormatError(
      `${name}: expected shape ${formatShape(shape)}, got ${formatShape(tensor.shape)}; is it another data set's file?`,
    );
  }
  return tensor;
}

function parseSplit(
  files: ReadonlyMap<string, Uint8Array>,
  prefix: string,
  count: number,
): ClassificationSplit {
  const images = readFile(files, `${prefix}-images-idx3-ubyte`, [count, ...IMAGE_SHAPE]);
  const labels = readFile(files, `${prefix}-labels-idx1-ubyte`, [count]);
  return makeSplit(
    `${prefix}-labels-idx1-ubyte`,
    { images, labels: Int32Array.from(labels.data) },
    NUM_CLASSES,
  );
}

/**
 * MNIST from the bytes of its four files: 60,000 training and 10,000 test digits of 28×28 pixels.
 * @param files - Bytes by file name, each packed (`train-images-idx3-ubyte.gz`) or not.
 * @throws FormatError if a file is missing, damaged or of another shape; ValueRangeError if a label
 * is no digit.
 *
 * References: LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document
 * recognition, Proceedings of the IEEE 1998.
 */
export function parseMnist(files: ReadonlyMap<string, Uint8Array>): ClassificationDataset {
  return {
    name: 'mnist',
    classNames: Array.from({ length: NUM_CLASSES }, (_, digit) => String(digit)),
    imageShape: IMAGE_SHAPE,
    train: parseSplit(files, 'train', 60_000),
    test: parseSplit(files, 't10k', 10_000),
  };
}
