import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import {
  calibrateModel,
  type ClassifierHead,
  EXPOSED,
  exposeHead,
  findHead,
} from '../../src/engine/onnx/index.ts';
import { Session } from '../../src/engine/runtime/index.ts';
import { parseNpz } from '../../src/formats/index.ts';
import { type HostTensor, sameShape } from '../../src/tensor/index.ts';
import { expectAllClose } from '../support/matchers.ts';

const NOTE = { numExamples: 12 };
const MODELS = [
  'mlp',
  'cnn',
  'transformer',
  'no-bias',
  'softmax',
  'log-softmax',
  'pooled-convolution',
] as const;
const CASES = MODELS.flatMap((name) => ['', '-traced'].map((ending) => ({ name, ending })));

type Numbers = HostTensor<'float32' | 'float64'>;

function fixture(name: string): Promise<Uint8Array> {
  return readFile(new URL(`onnx/${name}`, import.meta.url));
}

async function readCase(
  name: string,
  ending: string,
): Promise<{ bytes: Uint8Array; golden: Map<string, HostTensor>; head: ClassifierHead }> {
  const bytes = await fixture(`${name}${ending}.onnx`);
  return { bytes, golden: parseNpz(await fixture(`${name}.npz`)), head: findHead(bytes) };
}

async function run(bytes: Uint8Array, inputs: HostTensor): Promise<Record<string, HostTensor>> {
  const session = await Session.create(ort, bytes);
  const results = await session.run({ inputs });
  await session.dispose();
  return results;
}

/** penultimate · templatesᵀ + bias, in float64. */
function headLogits({ templates, bias }: ClassifierHead, penultimate: Numbers): Float64Array {
  const [numClasses, width] = templates!.shape as readonly [number, number];
  return Float64Array.from({ length: penultimate.shape[0]! * numClasses }, (_, i) => {
    const [n, k] = [Math.floor(i / numClasses), i % numClasses];
    let sum = bias?.data[k] ?? 0;
    for (let d = 0; d < width; d++)
      sum += penultimate.data[n * width + d]! * templates!.data[k * width + d]!;
    return sum;
  });
}

describe.each(CASES)('$name$ending.onnx, exported by PyTorch', ({ name, ending }) => {
  test('gives the logits and penultimate activations that PyTorch computes', async () => {
    const { bytes, golden, head } = await readCase(name, ending);
    const results = await run(exposeHead(bytes, head), golden.get('inputs')!);
    for (const value of ['logits', 'penultimate'] as const) {
      const got = results[EXPOSED[value]]!;
      expect(got.shape).toEqual(golden.get(value)!.shape);
      expectAllClose(got.data as Float32Array, golden.get(value)!.data as Float32Array, {
        rtol: 1e-5,
        atol: 1e-5,
      });
    }
  });

  test('has a head whose templates and bias give its logits', async () => {
    const { golden, head } = await readCase(name, ending);
    expect(head.templates!.shape).toEqual([5, 8]);
    expect(head.bias === null).toBe(name === 'no-bias');
    const got = headLogits(head, golden.get('penultimate') as Numbers);
    expectAllClose(got, golden.get('logits')!.data as Float32Array, { rtol: 1e-5, atol: 1e-5 });
  });

  test('names its probabilities if it ends in a softmax', async () => {
    const { head } = await readCase(name, ending);
    expect(head.probabilities).toBe(name === 'softmax' ? 'scores' : null);
  });

  test('is calibrated to logits / T, and to their softmax', async () => {
    const { bytes, golden, head } = await readCase(name, ending);
    const temperature = 1.7;
    const scaling = { method: 'temperature', temperature } as const;
    const calibrated = calibrateModel(bytes, head, { scaling, note: NOTE });
    const inputs = golden.get('inputs')!;
    const before = await run(exposeHead(bytes, head), inputs);
    const after = await run(exposeHead(calibrated, head), inputs);
    const logits = before[EXPOSED.logits]!.data as Float32Array;
    const expected = Float64Array.from(logits, (logit) => logit / temperature);
    expectAllClose(after[EXPOSED.logits]!.data as Float32Array, expected, {
      rtol: 1e-6,
      atol: 1e-6,
    });
    expect(after[EXPOSED.penultimate]).toEqual(before[EXPOSED.penultimate]);
    const { scores } = await run(calibrated, inputs);
    expect(sameShape(scores!.shape, golden.get('logits')!.shape)).toBe(true);
    const shown =
      name === 'softmax'
        ? softmaxRows(expected, 5)
        : name === 'log-softmax'
          ? softmaxRows(expected, 5).map(Math.log)
          : expected;
    // The runtime's exponential is one of float32.
    expectAllClose(scores!.data as Float32Array, shown, { rtol: 2e-6, atol: 2e-6 });
  });

  test('is found again when calibrated by any method, with the weights that it has then', async () => {
    const { bytes, golden, head } = await readCase(name, ending);
    const bias = [0.5, -1, 0, 2, 0.25];
    const diagonal = [2, 0.5, 1, 1.5, -1];
    const matrix = Array.from({ length: 5 }, (_, k) =>
      Array.from({ length: 5 }, (_, j) => (j === k ? 1 : 0.1 * ((5 * k + j) % 7) - 0.2)),
    );
    for (const scaling of [
      { method: 'temperature', temperature: 0.6 },
      { method: 'vector', scales: diagonal, biases: bias },
      { method: 'matrix', weights: matrix, biases: bias },
    ] as const) {
      const calibrated = calibrateModel(bytes, head, { scaling, note: NOTE });
      const again = findHead(calibrated);
      expect({ ...again, templates: 0, bias: 0 }).toEqual({ ...head, templates: 0, bias: 0 });
      const results = await run(exposeHead(calibrated, again), golden.get('inputs')!);
      const logits = results[EXPOSED.logits]!.data as Float32Array;
      const raw = golden.get('logits')!.data as Float32Array;
      const expected = Float64Array.from(logits, (_, i) => {
        const [start, k] = [i - (i % 5), i % 5];
        if (scaling.method === 'temperature') return raw[i]! / 0.6;
        if (scaling.method === 'vector') return diagonal[k]! * raw[i]! + bias[k]!;
        return matrix[k]!.reduce((sum, w, j) => sum + w * raw[start + j]!, bias[k]!);
      });
      // PyTorch's logits, and sums in another order.
      expectAllClose(logits, expected, { rtol: 1e-5, atol: 1e-5 });
      const folded = headLogits(again, golden.get('penultimate') as Numbers);
      expectAllClose(folded, expected, { rtol: 1e-5, atol: 1e-5 });
    }
  });
});

function softmaxRows(logits: Float64Array, numClasses: number): Float64Array {
  return logits.map((_, i) => {
    const row = logits.subarray(i - (i % numClasses), i - (i % numClasses) + numClasses);
    return 1 / row.reduce((sum, logit) => sum + Math.exp(logit - logits[i]!), 0);
  });
}
