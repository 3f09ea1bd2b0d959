import { FormatError } from '../base/index.ts';
import { hostTensor } from '../tensor/index.ts';
import { CIFAR10_CLASSES, CIFAR100_CLASSES } from './cifar-classes.ts';
import { type ClassificationDataset, type ClassificationSplit, makeSplit } from './dataset.ts';
import type { DownloadSource } from './download.ts';

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;
const IMAGE_BYTES = CHANNELS * PIXELS;
const IMAGE_SHAPE = [SIDE, SIDE, CHANNELS] as const;

/** The name of a CIFAR data set. */
export type CifarName = 'cifar10' | 'cifar100';

/** Where the archive of a CIFAR data set can be had. */
export type CifarSource = DownloadSource & { readonly name: CifarName };

const MIRRORS = ['https://www.cs.toronto.edu/~kriz/'] as const;

/** CIFAR-10 in one archive of binary files. Digest of the archive as its authors packed it. */
export const CIFAR10_SOURCE: CifarSource = {
  name: 'cifar10',
  mirrors: MIRRORS,
  files: [
    {
      name: 'cifar-10-binary.tar.gz',
      packed: {
        byteLength: 170_052_171,
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      },
    },
  ],
};

/** CIFAR-100 in one archive of binary files. Digest of the archive as its authors packed it. */
export const CIFAR100_SOURCE: CifarSource = {
  name: 'cifar100',
  mirrors: MIRRORS,
  files: [
    {
      name: 'cifar-100-binary.tar.gz',
      packed: {
        byteLength: 168_513_733,
        sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
      },
    },
  ],
};

/** What a CIFAR data set consists of. */
interface CifarLayout {
  /** In the order of the labels, which is the alphabet's. */
  readonly classNames: readonly string[];
  /** Images of each class in each split. */
  readonly perClass: Readonly<Record<'train' | 'test', number>>;
  /** Its binary files, in the order of their images. */
  readonly files: Readonly<Record<'train' | 'test', readonly string[]>>;
  /** Bytes of labels before each image; the last of them is the class. */
  readonly labelBytes: number;
}

/** The CIFAR data sets by name. */
export const CIFAR_LAYOUTS: Readonly<Record<CifarName, CifarLayout>> = {
  cifar10: {
    classNames: CIFAR10_CLASSES,
    perClass: { train: 5_000, test: 1_000 },
    files: {
      train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
      test: ['test_batch.bin'],
    },
    labelBytes: 1,
  },
  cifar100: {
    classNames: CIFAR100_CLASSES,
    perClass: { train: 500, test: 100 },
    files: { train: ['train.bin'], test: ['test.bin'] },
    labelBytes: 2,
  },
};

/** Copies an image from planes, red, green, blue, to pixels of three bytes. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    const plane = channel * PIXELS;
    for (let i = 0; i < PIXELS; i++) pixels[i * CHANNELS + channel] = planes[plane + i]!;
  }
}

function parseSplit(
  name: CifarName,
  split: 'train' | 'test',
  files: ReadonlyMap<string, Uint8Array>,
): ClassificationSplit {
  const { classNames, perClass, files: names, labelBytes } = CIFAR_LAYOUTS[name];
  const count = perClass[split] * classNames.length;
  const perFile = count / names[split].length;
  const recordBytes = labelBytes + IMAGE_BYTES;
  const images = new Uint8Array(count * IMAGE_BYTES);
  const labels = new Int32Array(count);
  names[split].forEach((file, index) => {
    const bytes = files.get(file);
    const remedy = `fetch it again with 'temper data get ${name}'`;
    if (bytes === undefined) {
      const got = [...files.keys()].join(', ') || 'no files';
      throw new FormatError(`parseCifar: expected ${file}, got ${got}; ${remedy}`);
    }
    if (bytes.length !== perFile * recordBytes) {
      throw new FormatError(
        `${file}: expected ${perFile * recordBytes} bytes for ${perFile} images of ${name}, got ${bytes.length}; ${remedy}`,
      );
    }
    for (let i = 0; i < perFile; i++) {
      const example = index * perFile + i;
      const start = i * recordBytes + labelBytes;
      labels[example] = bytes[start - 1]!;
      interleave(
        bytes.subarray(start, start + IMAGE_BYTES),
        images.subarray(example * IMAGE_BYTES, (example + 1) * IMAGE_BYTES),
      );
    }
  });
  return makeSplit(
    `${name}, ${split}`,
    { images: hostTensor('uint8', [count, ...IMAGE_SHAPE], images), labels },
    classNames.length,
  );
}

/**
 * CIFAR-10 or CIFAR-100, with its 100 fine classes, from the bytes of its binary files: 50,000 training
 * and 10,000 test images of 32×32 pixels, `[N, 32, 32, 3]`.
 * @param files - Bytes by file name; others may be among them.
 * @throws FormatError if a file is missing or of another length; ValueRangeError if a label is no class.
 *
 * References: Krizhevsky, Learning multiple layers of features from tiny images, 2009.
 * <https://www.cs.toronto.edu/~kriz/cifar.html>
 */
export function parseCifar(
  name: CifarName,
  files: ReadonlyMap<string, Uint8Array>,
): ClassificationDataset {
  return {
    name,
    classNames: CIFAR_LAYOUTS[name].classNames,
    imageShape: IMAGE_SHAPE,
    train: parseSplit(name, 'train', files),
    test: parseSplit(name, 'test', files),
  };
}
