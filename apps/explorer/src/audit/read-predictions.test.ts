import { encodeNpz, hostTensor, type HostTensor } from 'temper';
import { describe, expect, test } from 'vitest';
import { readPredictions } from './read-predictions.ts';

const logits = hostTensor('float32', [3, 2], Float32Array.of(2, -1, 0.5, 1, -3, 4));
const labels = hostTensor('int32', [3], Int32Array.of(0, 1, 1));
const penultimate = hostTensor('float32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
const templates = hostTensor('float32', [2, 3], Float32Array.of(1, 0, 0, 0, 1, 0));
const bias = hostTensor('float32', [2], Float32Array.of(0.5, -0.5));

/** The bytes of a sound file with some arrays changed, added or, where undefined, left out. */
function fileWith(changes: Record<string, HostTensor | undefined> = {}): Uint8Array {
  const arrays = new Map<string, HostTensor>();
  const all = { logits, labels, penultimate, templates, bias, ...changes };
  for (const [name, array] of Object.entries<HostTensor | undefined>(all)) {
    if (array !== undefined) arrays.set(name, array);
  }
  return encodeNpz(arrays);
}

describe('readPredictions', () => {
  test('takes the arrays as a run writes them', () => {
    const file = readPredictions(fileWith(), 'p.npz');
    expect(file.count).toBe(3);
    expect(file.numClasses).toBe(2);
    expect(file.predictions).toEqual({ logits, labels: labels.data });
    expect(file.layer?.head).toEqual({ templates, bias });
  });

  test('gives activations the labels of the first examples', () => {
    const { layer } = readPredictions(fileWith(), 'p.npz');
    expect(layer?.activations).toEqual({ penultimate, labels: Int32Array.of(0, 1) });
  });

  test.each([
    ['int64', hostTensor('int64', [3], BigInt64Array.of(0n, 1n, 1n))],
    ['uint8', hostTensor('uint8', [3], Uint8Array.of(0, 1, 1))],
  ])('takes %s labels', (_, other) => {
    const { predictions } = readPredictions(fileWith({ labels: other }), 'p.npz');
    expect(predictions.labels).toEqual(labels.data);
  });

  test('takes float64 logits and passes over arrays it does not know', () => {
    const doubles = hostTensor('float64', [3, 2], Float64Array.from(logits.data));
    const names = hostTensor('uint8', [5], new Uint8Array(5));
    const { predictions } = readPredictions(fileWith({ logits: doubles, names }), 'p.npz');
    expect(predictions.logits).toEqual(doubles);
  });

  test('has a head without a bias where the file has none', () => {
    const { layer } = readPredictions(fileWith({ bias: undefined }), 'p.npz');
    expect(layer?.head).toEqual({ templates, bias: undefined });
  });

  test.each(['penultimate', 'templates'])('has no layer without %s', (name) => {
    expect(readPredictions(fileWith({ [name]: undefined }), 'p.npz').layer).toBeNull();
  });

  const float32 = (shape: number[], fill = 0): HostTensor =>
    hostTensor('float32', shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill));
  const cases: [string, Uint8Array, string][] = [
    [
      'an empty file',
      new Uint8Array(),
      'p.npz: expected a .npz file (a zip archive of NumPy arrays), got an empty file; choose',
    ],
    [
      'another kind of file',
      new TextEncoder().encode('label,logit\n1,2\n'),
      'p.npz: expected a .npz file (a zip archive of NumPy arrays), got something else; choose',
    ],
    [
      'a file cut short',
      fileWith().subarray(0, 300),
      'p.npz: expected an intact zip archive, got no end-of-archive record; fetch',
    ],
    [
      'missing labels',
      fileWith({ labels: undefined }),
      'p.npz: expected arrays logits and labels, got logits, penultimate, templates, bias; open',
    ],
    [
      'an archive without arrays',
      encodeNpz(new Map()),
      'p.npz: expected arrays logits and labels, got none; open',
    ],
    [
      'integer logits',
      fileWith({ logits: hostTensor('int32', [3, 2], new Int32Array(6)) }),
      'p.npz: expected logits to be float32 or float64, got int32; save logits',
    ],
    [
      'logits of one axis',
      fileWith({ logits: float32([6]) }),
      'p.npz: expected logits to be a matrix [examples, classes] with at least 2 classes, got shape [6]; save',
    ],
    [
      'a single class',
      fileWith({ logits: float32([3, 1]) }),
      'p.npz: expected logits to be a matrix [examples, classes] with at least 2 classes, got shape [3, 1]; save',
    ],
    [
      'no examples',
      fileWith({
        logits: float32([0, 2]),
        labels: hostTensor('int32', [0], new Int32Array(0)),
      }),
      'p.npz: expected logits to be a matrix with at least one row and one column, got shape [0, 2]; correct',
    ],
    [
      'a logit that is not a number',
      fileWith({
        logits: hostTensor('float32', [3, 2], Float32Array.of(1, 2, 3, NaN, 5, 6)),
      }),
      'p.npz: expected logits to be finite, got NaN at row 1, column 1; correct',
    ],
    [
      'labels of floating point',
      fileWith({ labels: float32([3]) }),
      'p.npz: expected labels to be one integer per example, got float32 of shape [3]; save',
    ],
    [
      'one-hot labels',
      fileWith({ labels: hostTensor('int32', [3, 2], new Int32Array(6)) }),
      'p.npz: expected labels to be one integer per example, got int32 of shape [3, 2]; save',
    ],
    [
      'a label outside the classes',
      fileWith({ labels: hostTensor('int32', [3], Int32Array.of(0, 2, 1)) }),
      'p.npz: expected labels in [0, 2), one for each column of logits, got 2 at row 1; leave',
    ],
    [
      'a label that int32 would wrap into range',
      fileWith({ labels: hostTensor('int64', [3], BigInt64Array.of(0n, 1n, 2n ** 32n)) }),
      'p.npz: expected labels in [0, 2), one for each column of logits, got 4294967296 at row 2; leave',
    ],
    [
      'fewer labels than rows',
      fileWith({ labels: hostTensor('int32', [2], Int32Array.of(0, 1)) }),
      'p.npz: expected one label for each of 3 rows, got 2 labels; correct',
    ],
    [
      'probabilities',
      fileWith({ logits: float32([3, 2], 0.5) }),
      'p.npz: expected logits, got probabilities (no entry is negative and every row sums to 1); save',
    ],
    [
      'more activations than examples',
      fileWith({ penultimate: float32([4, 3]) }),
      'p.npz: expected penultimate [at most 3, D], templates [2, D] and bias [2], got penultimate [4, 3], templates [2, 3] and bias [2]; save',
    ],
    [
      'templates of another width',
      fileWith({ templates: float32([2, 4]), bias: undefined }),
      'p.npz: expected penultimate [at most 3, D], templates [2, D] and bias [2], got penultimate [2, 3], templates [2, 4]; save',
    ],
    [
      'templates of other classes',
      fileWith({ templates: float32([3, 3]) }),
      'got penultimate [2, 3], templates [3, 3] and bias [2]; save',
    ],
    [
      'a bias of other classes',
      fileWith({ bias: float32([3]) }),
      'got penultimate [2, 3], templates [2, 3] and bias [3]; save',
    ],
    [
      'an activation that is not finite',
      fileWith({ penultimate: float32([2, 3], Infinity) }),
      'p.npz: expected penultimate to be finite, got Infinity at row 0, column 0; correct',
    ],
  ];

  test.each(cases)('refuses %s in one line', (_, bytes, message) => {
    const read = (): unknown => readPredictions(bytes, 'p.npz');
    expect(read).toThrow(message);
    expect(read).toThrow(/^p\.npz: expected [^\n]+, got [^\n]+; [^\n]+$/);
  });
});
