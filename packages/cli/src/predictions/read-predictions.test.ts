import {
  bytesSource,
  encodeNpz,
  encodeSafetensors,
  type HostTensor,
  hostTensor,
  TemperError,
} from 'temper';
import { describe, expect, test } from 'vitest';
import type { PredictionBlock, PredictionFile } from './prediction-file.ts';
import { type PredictionFormat, readSource, sourceBlocks } from './read-predictions.ts';

const SCORES = [2, -1, 0.5, 0, 3, 1.25, -0.5, 0.25, 4];
const PROBABILITIES = [0.5, 0.25, 0.25, 1, 0, 0, 0.125, 0.125, 0.75];
const LABELS = [0, 1, 2];

function matrix(values: readonly number[], width = 3): HostTensor {
  return hostTensor('float32', [values.length / width, width], Float32Array.from(values));
}

function labels(values: readonly number[] = LABELS): HostTensor {
  return hostTensor('int64', [values.length], BigInt64Array.from(values, BigInt));
}

function npz(arrays: Readonly<Record<string, HostTensor>>): Uint8Array {
  return encodeNpz(new Map(Object.entries(arrays)));
}

function text(...lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.join('\n'));
}

function read(bytes: Uint8Array, format: PredictionFormat): Promise<PredictionFile> {
  return readSource(bytesSource(bytes), { format, where: 'p' });
}

async function blocks(bytes: Uint8Array, format: PredictionFormat): Promise<PredictionBlock[]> {
  const all: PredictionBlock[] = [];
  for await (const block of sourceBlocks(bytesSource(bytes), { format, where: 'p' }))
    all.push(block);
  return all;
}

/** The same predictions in every format that can be written here. */
const arrays = { logits: matrix(SCORES), labels: labels() };
const same: readonly (readonly [PredictionFormat, Uint8Array])[] = [
  ['npz', npz(arrays)],
  ['npz', npz({ ...arrays, labels: hostTensor('uint8', [3], Uint8Array.from(LABELS)) })],
  ['npz', npz({ ...arrays, labels: hostTensor('float64', [3], Float64Array.from(LABELS)) })],
  [
    'safetensors',
    encodeSafetensors({ tensors: new Map(Object.entries(arrays)), metadata: new Map() }),
  ],
  ['csv', text('label,logit_0,logit_1,logit_2', '0,2,-1,.5', '1,0,3,1.25', '2,-0.5,0.25,4')],
  ['csv', text('2,0,true_label,1', '.5,2,0,-1', '1.25,0,1,3', '4,-.5,2,.25')],
  [
    'csv',
    text(
      'logit_cat,logit_ant,"logit_b,ee",target,id',
      '2,-1,.5,cat,a',
      '0,3,1.25,ant,b',
      '-.5,.25,4,"b,ee",c',
    ),
  ],
];

describe('readSource', () => {
  test.each(same)('reads logits and labels: %s', async (format, bytes) => {
    const file = await read(bytes, format);
    if (file.kind === 'confidences') throw new Error('no scores');
    expect(file.kind).toBe('logits');
    expect(file.scores.shape).toEqual([3, 3]);
    expect([...file.scores.data]).toEqual(SCORES);
    expect(file.labels).toEqual(Int32Array.from(LABELS));
  });

  test.each(same)('gives the same in blocks: %s', async (format, bytes) => {
    const all = await blocks(bytes, format);
    const scores = all.flatMap((block) => (block.kind === 'confidences' ? [] : [...block.scores]));
    expect(scores).toEqual(SCORES);
    expect(all.flatMap((block) => [...block.labels])).toEqual(LABELS);
    expect(all[0]).toMatchObject({ kind: 'logits', numClasses: 3, firstRow: 0 });
  });

  test('keeps the names of classes', async () => {
    const file = await read(same.at(-1)![1], 'csv');
    expect(file.classNames).toEqual(['cat', 'ant', 'b,ee']);
  });

  test('reads the penultimate layer where it is there', async () => {
    const layer = {
      penultimate: matrix([1, 2, 3, 4], 2),
      templates: matrix([1, 2, 3, 4, 5, 6], 2),
      bias: hostTensor('float64', [3], Float64Array.of(1, 2, 3)),
    };
    expect(await read(npz({ ...arrays, ...layer }), 'npz')).toMatchObject(layer);
  });

  test.each([
    ['npz', npz({ probabilities: matrix(PROBABILITIES), labels: labels() })],
    ['csv', text('label,p_0,p_1,p_2', '0,.5,.25,.25', '1,1,0,0', '2,.125,.125,.75')],
    ['csv', text('label,0,1,2', '0,.5,.25,.25', '1,1,0,0', '2,.125,.125,.75')],
  ] as const)('knows probabilities by name or content: %s', async (format, bytes) => {
    const file = await read(bytes, format);
    expect(file.kind).toBe('probabilities');
    expect(file.kind !== 'confidences' && [...file.scores.data]).toEqual(PROBABILITIES);
  });

  test('takes probabilities rounded to three digits', async () => {
    const file = await read(text('label,p_0,p_1,p_2', '0,.333,.333,.333'), 'csv');
    expect(file.kind).toBe('probabilities');
  });

  test.each([
    text('true_label,pred_label,confidence', '0,0,0.5', '1,0,1', '2,2,0'),
    text('confidence,true_label,pred_label', '0.5,cat,cat', '1,dog,cat', '0,cow,cow'),
  ])('reads the predicted class and its confidence, columns in any order', async (bytes) => {
    const file = await read(bytes, 'csv');
    expect(file).toMatchObject({
      kind: 'confidences',
      confidences: Float64Array.of(0.5, 1, 0),
      correct: Uint8Array.of(1, 0, 1),
    });
  });

  test('allows one row, and a class that never comes', async () => {
    expect((await read(text('label,0,1', '1,2,3'), 'csv')).labels).toEqual(Int32Array.of(1));
    expect(
      (await read(npz({ logits: matrix([1, 2], 2), labels: labels([0]) }), 'npz')).labels,
    ).toEqual(Int32Array.of(0));
  });

  const nan = matrix(SCORES.with(5, Number.NaN));
  test.each<[string, PredictionFormat, Uint8Array, string]>([
    ['an empty file', 'npz', new Uint8Array(0), 'p: expected saved predictions, got an empty file'],
    ['no bytes of CSV', 'csv', text(''), 'got an empty file'],
    ['no rows', 'csv', text('label,0,1'), 'p: expected at least one row, got none'],
    ['a file cut short', 'npz', npz(arrays).slice(0, -9), 'no end-of-archive record'],
    [
      'a missing array',
      'npz',
      npz({ scores: matrix(SCORES), labels: labels() }),
      'p: expected arrays labels and logits (or probabilities), got scores, labels',
    ],
    [
      'NaN',
      'npz',
      npz({ ...arrays, logits: nan }),
      'p, row 1, column 2: expected a finite number, got NaN',
    ],
    [
      'an infinite logit',
      'npz',
      npz({ ...arrays, logits: matrix(SCORES.with(3, -Infinity)) }),
      'p, row 1, column 0: expected a finite number, got -Infinity',
    ],
    [
      'text for a score',
      'csv',
      text('label,logit_0,logit_1', '0,1,2', '0,x,2'),
      "p, line 3, column 'logit_0': expected a finite number, got 'x'",
    ],
    [
      'an empty score',
      'csv',
      text('label,logit_0,logit_1', '0,1,'),
      "p, line 2, column 'logit_1': expected a finite number, got nothing",
    ],
    ['an infinite score', 'csv', text('label,logit_0,logit_1', '0,1,-inf'), 'got -Infinity'],
    [
      'a label outside the classes',
      'npz',
      npz({ ...arrays, labels: labels([0, 3, 1]) }),
      'p, array labels, row 1: expected a label in [0, 3), got 3',
    ],
    [
      'a negative label',
      'npz',
      npz({ ...arrays, labels: labels([0, 1, -1]) }),
      'row 2: expected a label in [0, 3), got -1',
    ],
    [
      'a label that is not whole',
      'csv',
      text('label,0,1', '0.5,2,3'),
      'p, line 2: expected a label in [0, 2), got 0.5',
    ],
    [
      'a label that is no class name',
      'csv',
      text('label,logit_a,logit_b', 'c,2,3'),
      "expected a label in [0, 2), or a class name from the header, got 'c'",
    ],
    [
      'labels of another count',
      'npz',
      npz({ ...arrays, labels: labels([0, 1]) }),
      'p: expected labels [3], one for each row of scores, got shape [2]',
    ],
    [
      'one class',
      'npz',
      npz({ logits: matrix([1, 2], 1), labels: labels([0, 0]) }),
      'at least one row and 2 classes, got shape [2, 1]',
    ],
    [
      'one class column',
      'csv',
      text('label,logit_0', '0,1'),
      'expected one column of scores for each of at least 2 classes',
    ],
    [
      'no label column',
      'csv',
      text('0,1', '1,2'),
      "p: expected one column of labels (true_label, labels, label, target, targets, y_true), got the columns '0', '1'",
    ],
    [
      'two label columns',
      'csv',
      text('label,target,0,1', '0,0,1,2'),
      "got the columns 'label', 'target'",
    ],
    [
      'classes counted from 1',
      'csv',
      text('label,logit_1,logit_2', '1,1,2'),
      "p: expected the 2 class columns to be numbered 0 to 1, each once, got 'logit_2'; count classes from 0",
    ],
    [
      'probabilities named logits',
      'npz',
      npz({ logits: matrix(PROBABILITIES), labels: labels() }),
      'p: expected logits, got probabilities (no entry is negative and every row sums to 1); name them probabilities',
    ],
    [
      'logits named probabilities',
      'npz',
      npz({ probabilities: matrix(SCORES), labels: labels() }),
      'p, row 0: expected probabilities (no entry below 0, a sum of 1 within 0.001), got an entry of -1',
    ],
    [
      'probabilities that do not sum to 1',
      'csv',
      text('label,p_0,p_1', '0,.5,.5', '0,.5,.25'),
      'p, line 3: expected probabilities (no entry below 0, a sum of 1 within 0.001), got a sum of 0.75',
    ],
    [
      'a confidence above 1',
      'csv',
      text('true_label,pred_label,confidence', '0,0,1.5'),
      "p, line 2, column 'confidence': expected a number in [0, 1], got '1.5'",
    ],
    [
      'templates of another width',
      'npz',
      npz({ ...arrays, penultimate: matrix([1, 2], 2), templates: matrix(SCORES) }),
      'p: expected templates [3, 2], got shape [3, 3]',
    ],
    [
      'another file',
      'parquet',
      npz(arrays),
      "p: expected an intact Parquet file, got one that does not end in 'PAR1'",
    ],
  ])('refuses %s', async (_, format, bytes, message) => {
    for (const reader of [read, blocks]) {
      // Blocks leave the penultimate layer alone.
      if (reader === blocks && message.includes('templates')) continue;
      const error = await reader(bytes, format).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(TemperError);
      expect((error as Error).message).toContain(message);
      expect((error as Error).message).not.toContain('\n');
    }
  });
});
