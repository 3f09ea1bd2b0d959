import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx, FormatError, hostTensor, MNIST_SOURCE } from 'temper';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../user-error.ts';
import { loadMnist } from './load-mnist.ts';

describe('loadMnist', () => {
  let dataDir = '';
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'temper-mnist-'));
    await mkdir(path.join(dataDir, 'mnist'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const place = (name: string, bytes: Uint8Array): Promise<void> =>
    writeFile(path.join(dataDir, 'mnist', name), bytes);
  const placeAll = async (): Promise<void> => {
    const zeros = (...shape: number[]): Uint8Array =>
      encodeIdx(hostTensor('uint8', shape, new Uint8Array(shape.reduce((a, b) => a * b))));
    await place('train-images-idx3-ubyte', zeros(60_000, 28, 28));
    await place('train-labels-idx1-ubyte.gz', gzipSync(zeros(60_000)));
    await place('t10k-images-idx3-ubyte', zeros(10_000, 28, 28));
    const labels = zeros(10_000);
    labels[8 + 3] = 7;
    await place('t10k-labels-idx1-ubyte.gz', gzipSync(labels));
  };

  it('reads files that are packed and files that are not', async () => {
    await placeAll();
    const { train, test } = await loadMnist(dataDir);
    expect(train.images.shape).toEqual([60_000, 28, 28]);
    expect(Array.from(test.labels.subarray(0, 5))).toEqual([0, 0, 0, 7, 0]);
  });

  it('says in one line what is missing, where, and what to do', async () => {
    const { name } = MNIST_SOURCE.files[0]!;
    await expect(loadMnist(dataDir)).rejects.toThrow(
      new UserError(
        `expected ${name} in '${path.join(dataDir, 'mnist')}', found no such file; fetch it with 'temper data get mnist' or name its folder's parent with --data-dir or TEMPER_DATA`,
      ),
    );
  });

  it('refuses damaged files', async () => {
    await placeAll();
    await place('t10k-labels-idx1-ubyte.gz', gzipSync(new Uint8Array(5000)).subarray(0, 30));
    await expect(loadMnist(dataDir)).rejects.toThrow(FormatError);
  });
});
