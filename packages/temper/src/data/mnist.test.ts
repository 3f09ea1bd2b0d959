import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readShared, sharedData } from '../../test/support/shared-data.ts';
import { FormatError, ValueRangeError } from '../base/index.ts';
import { encodeIdx, gunzip } from '../formats/index.ts';
import { hostTensor } from '../tensor/index.ts';
import { MNIST_SOURCE, parseMnist } from './mnist.ts';

const folder = sharedData('mnist');

describe.skipIf(folder === undefined)('MNIST itself (needs ../shared/data or TEMPER_DATA)', () => {
  const files = new Map(
    folder === undefined
      ? []
      : MNIST_SOURCE.files.map(({ name }) => [name, readShared(folder, name)]),
  );

  test('unpacks to the lengths and digests of the table', () => {
    for (const { name, content } of MNIST_SOURCE.files) {
      const unpacked = gunzip(files.get(name)!, name);
      expect(unpacked.length).toBe(content!.byteLength);
      expect(createHash('sha256').update(unpacked).digest('hex')).toBe(content!.sha256);
    }
  });

  test('has the published counts and mean, from packed and unpacked files alike', () => {
    const testImages = 't10k-images-idx3-ubyte';
    const mixed = new Map(files);
    mixed.set(testImages, gunzip(files.get(`${testImages}.gz`)!));
    mixed.delete(`${testImages}.gz`);
    const { train, test: held, imageShape, classNames } = parseMnist(mixed);
    const histogram = (labels: Int32Array): number[] =>
      classNames.map((_, label) => labels.filter((other) => other === label).length);
    expect(histogram(train.labels)).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    expect(histogram(held.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(train.images.shape).toEqual([60_000, ...imageShape]);
    const sum = train.images.data.reduce((total, pixel) => total + pixel, 0);
    expect(sum / train.images.data.length / 255).toBeCloseTo(0.1307, 4);
  });
});

describe('parseMnist', () => {
  /** Files of blank images, of which one is replaced. */
  const filesWith = (name: string, bytes: Uint8Array): Map<string, Uint8Array> => {
    const blank = (shape: number[]): Uint8Array =>
      encodeIdx(hostTensor('uint8', shape, new Uint8Array(shape.reduce((a, b) => a * b))));
    return new Map([
      ['train-images-idx3-ubyte', blank([60_000, 28, 28])],
      ['train-labels-idx1-ubyte', blank([60_000])],
      ['t10k-images-idx3-ubyte', blank([10_000, 28, 28])],
      ['t10k-labels-idx1-ubyte', blank([10_000])],
      [name, bytes],
    ]);
  };
  const labelsOf = (count: number, last: number): Uint8Array => {
    const labels = new Uint8Array(count);
    labels[count - 1] = last;
    return encodeIdx(hostTensor('uint8', [count], labels));
  };

  test('says which file is missing, what there is, and how to get it', () => {
    expect(() => parseMnist(new Map([['cifar.tar', new Uint8Array(1)]]))).toThrow(
      "parseMnist: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz, got cifar.tar; fetch it with 'temper data get mnist'",
    );
  });

  test.each([
    [
      'another count',
      'train-labels-idx1-ubyte',
      labelsOf(59_999, 0),
      'train-labels-idx1-ubyte: expected shape [60000], got [59999]',
    ],
    [
      'a file cut short',
      't10k-labels-idx1-ubyte',
      labelsOf(10_000, 0).slice(0, -1),
      't10k-labels-idx1-ubyte: expected 10000 bytes after the header',
    ],
    [
      'a damaged gzip file',
      't10k-labels-idx1-ubyte',
      new Uint8Array(gzipSync(labelsOf(10_000, 0))).slice(0, -3),
      't10k-labels-idx1-ubyte.gz: expected an intact gzip file',
    ],
  ])('refuses %s', (_, name, bytes, message) => {
    const files = filesWith(name, bytes);
    expect(() => parseMnist(files)).toThrow(FormatError);
    expect(() => parseMnist(files)).toThrow(message);
  });

  test('refuses labels that are no digits', () => {
    const files = filesWith('t10k-labels-idx1-ubyte', labelsOf(10_000, 10));
    expect(() => parseMnist(files)).toThrow(ValueRangeError);
    expect(() => parseMnist(files)).toThrow('got 10 at row 9999');
  });
});

describe('MNIST_SOURCE', () => {
  test('gives mirrors that a file name can be put after, and well-formed digests', () => {
    for (const mirror of MNIST_SOURCE.mirrors) expect(mirror).toMatch(/^https:.*\/$/);
    for (const { name, packed, content } of MNIST_SOURCE.files) {
      expect(name).toMatch(/\.gz$/);
      expect([packed.sha256, content!.sha256].join()).toMatch(/^[0-9a-f]{64},[0-9a-f]{64}$/);
    }
  });
});
