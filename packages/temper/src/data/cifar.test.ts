import { describe, expect, test } from 'vitest';
import { FormatError, ValueRangeError } from '../base/index.ts';
import { CIFAR10_SOURCE, CIFAR100_SOURCE, CIFAR_LAYOUTS, parseCifar } from './cifar.ts';

/** CIFAR-100's files, blank; the label bytes of one record and its image may be given. */
function blank100(): Map<string, Uint8Array> {
  return new Map([
    ['train.bin', new Uint8Array(50_000 * 3074)],
    ['test.bin', new Uint8Array(10_000 * 3074)],
  ]);
}

describe('CIFAR_LAYOUTS', () => {
  test('has the classes in the order of the labels, which is the alphabet', () => {
    const { cifar10, cifar100 } = CIFAR_LAYOUTS;
    expect(cifar10.classNames).toHaveLength(10);
    expect(cifar100.classNames).toHaveLength(100);
    for (const { classNames } of [cifar10, cifar100]) {
      expect([...new Set(classNames)].sort()).toEqual(classNames);
    }
    // The data set's own page lists the trees as maple, oak, palm, pine, willow.
    expect([47, 52, 56, 59, 96].map((label) => cifar100.classNames[label])).toEqual(
      ['maple', 'oak', 'palm', 'pine', 'willow'].map((tree) => `${tree}_tree`),
    );
  });
});

describe('parseCifar', () => {
  test('turns planes of red, green and blue into pixels, and takes the fine label of CIFAR-100', () => {
    const files = blank100();
    const last = files.get('test.bin')!.subarray(9_999 * 3074);
    last.set([19, 99]);
    // Red of pixel (0, 0), green of (0, 1), blue of (31, 31).
    last[2] = 10;
    last[2 + 1024 + 1] = 20;
    last[2 + 2048 + 1023] = 30;
    const { test: held, train, classNames, imageShape } = parseCifar('cifar100', files);
    expect([held.images.shape, train.images.shape]).toEqual([
      [10_000, ...imageShape],
      [50_000, ...imageShape],
    ]);
    expect(classNames[held.labels[9_999]!]).toBe('worm');
    const image = held.images.data.subarray(9_999 * 3072);
    const lit = [...image.entries()].filter(([, value]) => value > 0);
    expect(lit).toEqual([
      [0, 10],
      [3 + 1, 20],
      [3071, 30],
    ]);
    expect(held.labels.subarray(0, 9_999).every((label) => label === 0)).toBe(true);
  });

  test("joins CIFAR-10's five batches in their order", () => {
    const files = new Map<string, Uint8Array>([['readme.html', new Uint8Array(1)]]);
    for (const batch of [5, 4, 3, 2, 1]) {
      const bytes = new Uint8Array(10_000 * 3073);
      bytes.set([batch, 40 + batch]);
      files.set(`data_batch_${batch}.bin`, bytes);
    }
    files.set('test_batch.bin', new Uint8Array(10_000 * 3073));
    const { train } = parseCifar('cifar10', files);
    const firsts = [0, 1, 2, 3, 4].map((i) => i * 10_000);
    expect(firsts.map((i) => train.labels[i])).toEqual([1, 2, 3, 4, 5]);
    expect(firsts.map((i) => train.images.data[i * 3072])).toEqual([41, 42, 43, 44, 45]);
  });

  test('refuses a missing, a cut and a mislabelled file in one line', () => {
    const files = blank100();
    const train = files.get('train.bin')!;
    files.set('train.bin', train.subarray(0, -1));
    expect(() => parseCifar('cifar100', files)).toThrow(
      new FormatError(
        "train.bin: expected 153700000 bytes for 50000 images of cifar100, got 153699999; fetch it again with 'temper data get cifar100'",
      ),
    );
    files.delete('train.bin');
    expect(() => parseCifar('cifar100', files)).toThrow(
      "parseCifar: expected train.bin, got test.bin; fetch it again with 'temper data get cifar100'",
    );
    train[1] = 100;
    files.set('train.bin', train);
    expect(() => parseCifar('cifar100', files)).toThrow(ValueRangeError);
  });
});

describe('CIFAR10_SOURCE and CIFAR100_SOURCE', () => {
  test('name one archive each, known as its authors packed it', () => {
    const urls = [CIFAR10_SOURCE, CIFAR100_SOURCE].map(({ mirrors, files }) =>
      files.map(({ name }) => new URL(name, mirrors[0]).href),
    );
    expect(urls).toEqual([
      ['https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz'],
      ['https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz'],
    ]);
    for (const { files } of [CIFAR10_SOURCE, CIFAR100_SOURCE]) {
      expect(files[0]!.packed.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(files[0]!.content).toBeUndefined();
    }
  });
});
