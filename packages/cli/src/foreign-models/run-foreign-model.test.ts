import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import {
  buildTrainingStep,
  encodeNpz,
  Evaluator,
  type HostTensor,
  hostTensor,
  initialState,
  makeImagePipeline,
  makeOptimizer,
  parseNpz,
  resolveTrialConfig,
  Rng,
  TemperError,
} from 'temper';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../temper/test/support/matchers.ts';
import {
  encodeGraph,
  ELEMENT_TYPES,
  elsewhere,
  floats,
  type GraphText,
  type NodeText,
} from '../../../temper/test/support/onnx-model.ts';
import { plant, png, useScratch } from '../../test/support/image-tree.ts';
import { evaluateSplit } from '../trials/evaluate-split.ts';
import { inferenceModel } from '../trials/inference-model.ts';
import { makeModel } from '../trials/make-model.ts';
import { loadTrialData } from '../trials/trial-data.ts';
import { UserError } from '../user-error.ts';
import { runForeignModel } from './index.ts';

const scratch = useScratch();
const place = (name: string): string => path.join(scratch.root, name);
const GOLDEN = new URL('../../../temper/test/golden/onnx/', import.meta.url);

async function write(name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(scratch.root, { recursive: true });
  await writeFile(place(name), bytes);
  return place(name);
}

function save(arrays: Readonly<Record<string, HostTensor>>, name = 'data.npz'): Promise<string> {
  return write(name, encodeNpz(new Map(Object.entries(arrays))));
}

/** Two classes: the sums of the first and of the second half of a row of four, as a layer after a ReLU. */
const HALVES: readonly NodeText[] = [
  { op: 'Flatten', inputs: ['x'], outputs: ['row'] },
  { op: 'MatMul', name: 'fc', inputs: ['row', 'w'], outputs: ['z'] },
];
const WEIGHTS = floats('w', [4, 2], [1, 0, 1, 0, 0, 1, 0, 1]);

function halves(
  input: readonly number[],
  {
    type = 'float32',
    nodes = HALVES,
  }: { readonly type?: keyof typeof ELEMENT_TYPES; readonly nodes?: readonly NodeText[] } = {},
): GraphText {
  return {
    inputs: [{ name: 'x', type: ELEMENT_TYPES[type], shape: input }],
    outputs: [{ name: 'z', shape: [-1, 2] }],
    nodes,
    tensors: [WEIGHTS],
  };
}

/** What came of a call: one line, of a kind that ends with exit code 2. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error instanceof UserError || error instanceof TemperError).toBe(true);
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  return message;
}

const labels = hostTensor('int32', [3], Int32Array.of(0, 1, 1));
const rows = hostTensor(
  'float32',
  [3, 4],
  Float32Array.from({ length: 12 }, (_, i) => i),
);
/** Of `rows`. */
const SUMS = [1, 5, 9, 13, 17, 21];

describe('runForeignModel', () => {
  it.each([undefined, 5])('gives what PyTorch computed, in batches of %s', async (batchSize) => {
    const golden = parseNpz(await readFile(new URL('cnn.npz', GOLDEN)));
    const [model, data] = ['cnn.onnx', 'cnn.npz'].map((name) => new URL(name, GOLDEN).pathname);
    const done: number[] = [];
    const result = await runForeignModel(model!, data!, {
      ...(batchSize === undefined ? {} : { batchSize }),
      onProgress: (count, total) => done.push(count / total),
    });
    for (const name of ['logits', 'penultimate'] as const) {
      const expected = golden.get(name)!;
      expect(result[name]!.shape).toEqual(expected.shape);
      expectAllClose(result[name]!.data, expected.data as Float32Array, { rtol: 1e-5, atol: 1e-5 });
    }
    expect(result.labels).toEqual(golden.get('labels')!.data);
    expect(result.head).toMatchObject({ kind: 'gemm' });
    expect(done.length).toBe(batchSize === undefined ? 1 : 3);
    expect(done.at(-1)).toBe(1);
  });

  it.each([1, 2])('feeds a model that takes %i at a time', async (batch) => {
    const model = await write('fixed.onnx', encodeGraph(halves([batch, 4])));
    const { logits } = await runForeignModel(model, await save({ inputs: rows, labels }));
    expect([...logits.data]).toEqual(SUMS);
    expect(logits.shape).toEqual([3, 2]);
  });

  it.each<[string, readonly number[], HostTensor]>([
    [
      'a row of each image',
      [-1, 1, 2, 2],
      hostTensor('float64', [3, 2, 2], Float64Array.from(rows.data)),
    ],
    [
      'images of each row',
      [-1, 2, 2],
      hostTensor('int64', [3, 4], BigInt64Array.from(rows.data, BigInt)),
    ],
  ])('lays inputs out for the model: %s', async (_, shape, inputs) => {
    const model = await write('shape.onnx', encodeGraph(halves(shape)));
    const { logits } = await runForeignModel(model, await save({ x: inputs, y: labels }));
    expect([...logits.data]).toEqual(SUMS);
  });

  it('moves channels that one side has first and the other last', async () => {
    // Scores: the sum of each number times its place, and the plain sum.
    const weights = floats('w', [12, 2], Array.from({ length: 12 }, (_, i) => [i, 1]).flat());
    const model = await write(
      'last.onnx',
      encodeGraph({ ...halves([-1, 2, 3, 2]), tensors: [weights] }),
    );
    const inputs = hostTensor(
      'float32',
      [1, 2, 2, 3],
      Float32Array.from({ length: 12 }, (_, i) => i),
    );
    const data = await save({ inputs, labels: hostTensor('int32', [1], Int32Array.of(1)) });
    // Σ_s 2s·s + (2s + 1)(6 + s) over the six places s.
    expect([...(await runForeignModel(model, data)).logits.data]).toEqual([451, 66]);
  });

  it.each(['float16', 'float64', 'uint8', 'int64'] as const)('feeds inputs of %s', async (type) => {
    const nodes: readonly NodeText[] = [
      { op: 'Cast', inputs: ['x'], outputs: ['f'], attributes: { to: { int: 1 } } },
      { ...HALVES[0]!, inputs: ['f'] },
      HALVES[1]!,
    ];
    const model = await write('typed.onnx', encodeGraph(halves([-1, 4], { type, nodes })));
    const inputs = hostTensor('uint8', [3, 4], Uint8Array.from(rows.data));
    const { logits } = await runForeignModel(model, await save({ inputs, labels }));
    expect([...logits.data]).toEqual(SUMS);
  });

  it('asks how pixels become numbers, and does as it is told', async () => {
    const model = await write('pixels.onnx', encodeGraph(halves([-1, 1, 2, 2])));
    const pixels = Uint8Array.from({ length: 12 }, (_, i) => 51 * (i % 6));
    const data = await save({ images: hostTensor('uint8', [3, 2, 2], pixels), labels });
    expect(await refusal(runForeignModel(model, data))).toBe(
      'pixels.onnx: expected --normalization with pixels of uint8, since the model takes float32, got none; say unit, per-channel or per-image, or --mean and --std',
    );
    const { logits } = await runForeignModel(model, data, { mean: [0.4], std: [0.2] });
    // Pixels over 255 are 0, .2, … 1: less .4, over .2.
    const expected = [-3, 1, 5, -3, 1, 5];
    expectAllClose(logits.data, Float64Array.from(expected), { rtol: 1e-6, atol: 1e-6 });
    expect(await refusal(runForeignModel(model, data, { mean: [1, 2] }))).toContain(
      '--mean to have one number for each of 1 channels, got 2',
    );
    expect(
      await refusal(runForeignModel(model, data, { std: [1], normalization: 'unit' })),
    ).toContain('got unit; leave one out');
  });

  it('matches the classes of a folder by name, and resizes its images to what the model takes', async () => {
    const images = {
      'dog/a.png': await png([0, 0, 255], 8),
      'cat/b.png': await png([255, 0, 0], 8),
      'dog/c.png': await png([0, 0, 255], 8),
    };
    await plant(place('pets'), images);
    // Red and blue of the first pixel, channels last.
    const colours = [0, 1, 0, 0, 1, 0, ...new Array<number>(18).fill(0)];
    const graph = { ...halves([-1, 2, 2, 3]), tensors: [floats('w', [12, 2], colours)] };
    const metadata = { classes: '["dog","cat"]' };
    const model = await write('pets.onnx', encodeGraph(graph, { metadata }));
    const {
      logits,
      labels: found,
      classNames,
      described,
    } = await runForeignModel(model, `folder:${place('pets')}`);
    expect(classNames).toEqual(['dog', 'cat']);
    expect([...found].sort()).toEqual([0, 0, 1]);
    expect([...logits.data]).toEqual(
      [...found].flatMap((label) => (label === 0 ? [1, 0] : [0, 1])),
    );
    expect(described).toBe('images of pets');
    const other = await write(
      'other.onnx',
      encodeGraph(graph, { metadata: { classes: 'dog, bird' } }),
    );
    expect(await refusal(runForeignModel(other, `folder:${place('pets')}`))).toBe(
      "other.onnx: expected data of the classes that the model knows (dog, bird), got 'cat'; rename its folder, or leave it out",
    );
  });

  it('names the outputs of which one is meant, and takes the one that is named', async () => {
    const graph = halves([-1, 4], {
      nodes: [
        ...HALVES,
        { op: 'Neg', inputs: ['row'], outputs: ['n'] },
        { op: 'MatMul', inputs: ['n', 'w'], outputs: ['aux'] },
      ],
    });
    const outputs = [...graph.outputs, { name: 'aux', shape: [-1, 2] }];
    const model = await write('two.onnx', encodeGraph({ ...graph, outputs }));
    const data = await save({ inputs: rows, labels });
    expect(await refusal(runForeignModel(model, data))).toContain(
      "got 'z', 'aux'; name the one that is meant with --output NAME",
    );
    expect([...(await runForeignModel(model, data, { output: 'aux' })).logits.data]).toEqual(
      SUMS.map((sum) => -sum),
    );
    expect([...(await runForeignModel(model, data, { head: 'fc' })).logits.data]).toEqual(SUMS);
  });

  it('refuses a model of several inputs, naming them', async () => {
    const graph = halves([-1, 4]);
    const inputs = [...graph.inputs, { name: 'mask', shape: [-1, 4] }];
    const model = await write('masked.onnx', encodeGraph({ ...graph, inputs }));
    expect(await refusal(runForeignModel(model, await save({ inputs: rows, labels })))).toBe(
      "masked.onnx: expected a model of one input, got 'x', 'mask'; save its logits and labels as .npz and audit those",
    );
  });

  it('passes on in one line why ONNX Runtime refuses a model, or to run it', async () => {
    const data = await save({ inputs: rows, labels });
    const odd = halves([-1, 4], {
      nodes: [
        { op: 'Conjure', inputs: ['x'], outputs: ['y'] },
        { ...HALVES[0]!, inputs: ['y'] },
        HALVES[1]!,
      ],
    });
    const model = await write('odd.onnx', encodeGraph(odd));
    expect(await refusal(runForeignModel(model, data))).toMatch(
      /^ONNX Runtime refused the model: .*Conjure/,
    );
    const [flatten, product] = HALVES;
    const baked = halves([-1, 4], {
      nodes: [{ ...flatten!, op: 'Reshape', inputs: ['x', 'one'] }, product!],
    });
    const one = {
      ...floats('one', [2], []),
      dataType: ELEMENT_TYPES.int64,
      rawData: new Uint8Array(BigInt64Array.of(1n, 4n).buffer),
    };
    const fixed = await write('baked.onnx', encodeGraph({ ...baked, tensors: [WEIGHTS, one] }));
    expect(await refusal(runForeignModel(fixed, data))).toMatch(
      /^baked[.]onnx: expected a model that runs on 3×4, got ONNX Runtime's refusal: .*Reshape/,
    );
    expect([...(await runForeignModel(fixed, data, { batchSize: 1 })).logits.data]).toEqual(SUMS);
  });

  it('refuses results that are not one row for each example', async () => {
    const nodes: readonly NodeText[] = [
      ...HALVES,
      { op: 'ReduceMax', inputs: ['z'], outputs: ['top'], attributes: { axes: { ints: [0] } } },
    ];
    const graph = { ...halves([-1, 4], { nodes }), outputs: [{ name: 'top', shape: [1, 2] }] };
    const model = await write('top.onnx', encodeGraph(graph));
    expect(
      await refusal(
        runForeignModel(model, await save({ inputs: rows, labels }), { output: 'top' }),
      ),
    ).toContain('expected a row of results for each of 3 examples, got 1×2');
  });

  it.each<[string, Readonly<Record<string, HostTensor>>, string]>([
    ['without labels', { inputs: rows }, "data.npz: expected an array 'labels' or 'y', got none"],
    [
      'without inputs',
      { labels },
      "data.npz: expected an array 'inputs' or 'x' or 'images', got none",
    ],
    [
      'of other lengths',
      { inputs: rows, labels: hostTensor('int32', [2], Int32Array.of(0, 1)) },
      'got 3×4 and 2',
    ],
    [
      'with a label that is no class',
      { inputs: rows, labels: hostTensor('int32', [3], Int32Array.of(0, 1, 2)) },
      'expected labels in [0, 2), as the model has 2 classes, got 2 at row 2',
    ],
    [
      'with a label of a fraction',
      { inputs: rows, labels: hostTensor('float32', [3], Float32Array.of(0, 0.5, 1)) },
      'whole numbers, got 0.5 at row 1',
    ],
    [
      'of another shape',
      { inputs: hostTensor('float32', [3, 2], new Float32Array(6)), labels },
      'm.onnx: expected examples of shape [4], got [2]',
    ],
  ])('refuses data %s', async (_, arrays, message) => {
    const model = await write('m.onnx', encodeGraph(halves([-1, 4])));
    expect(await refusal(runForeignModel(model, await save(arrays)))).toContain(message);
  });

  it('refuses what is not there or cut short', async () => {
    const data = await save({ inputs: rows, labels });
    expect(await refusal(runForeignModel(place('none.onnx'), data))).toContain('ENOENT');
    const whole = encodeGraph(halves([-1, 4]));
    const cut = await write('cut.onnx', whole.subarray(0, whole.length - 9));
    expect(await refusal(runForeignModel(cut, data))).toMatch(
      /^cut[.]onnx: expected an ONNX model/,
    );
    const model = await write('m.onnx', whole);
    expect(await refusal(runForeignModel(model, place('none.npz')))).toContain(
      '--data: expected a file that can be read',
    );
    expect(await refusal(runForeignModel(model, 'imagenet'))).toContain(
      'expected --data to be one of',
    );
  });
});

describe('a model with tensors in another file', () => {
  const split = (location: string): Uint8Array =>
    encodeGraph({ ...halves([-1, 4]), tensors: [elsewhere(WEIGHTS, { location })] });

  it('is read with it, and refused without it or if it is outside of the folder', async () => {
    const data = await save({ inputs: rows, labels });
    const model = await write('split.onnx', split('split.data'));
    expect(await refusal(runForeignModel(model, data))).toContain('split.data');
    await write('split.data', WEIGHTS.rawData);
    expect([...(await runForeignModel(model, data)).logits.data]).toEqual(SUMS);
    const sly = await write('sly.onnx', split('../split.data'));
    expect(await refusal(runForeignModel(sly, data))).toBe(
      "sly.onnx: expected the files of its tensors in the model's folder, got '../split.data'; move it there and save the model again",
    );
  });
});

describe("Temper's own model", () => {
  it('says itself how images come into it, and of which glyphs it knows', async () => {
    const config = resolveTrialConfig({
      data: { name: 'glyphs', train: 60, validation: 20, test: 30, difficulty: 0.3, seed: 4 },
      images: { crop: 20, normalization: 'per-channel' },
      model: { name: 'mlp', hidden: [8] },
      learningRate: 0.1,
      epochs: 1,
    });
    const data = await loadTrialData(config.data, { dataDir: undefined });
    const pipeline = makeImagePipeline(config.images, data.splits.train.images);
    const model = makeModel(config, {
      inputShape: pipeline.outputShape,
      numClasses: data.classNames.length,
    });
    const step = buildTrainingStep(model, {
      batchSize: 2,
      loss: { alpha: 0 },
      optimizer: makeOptimizer({ name: 'adam' }),
    });
    const state = initialState(step, Rng.fromSeed(1));
    const bytes = inferenceModel(model, { config, data, pipeline, state });
    const evaluator = await Evaluator.create(ort, model, { batchSize: 10 });
    const expected = await evaluateSplit(evaluator, state, {
      split: data.splits.test,
      pipeline,
      penultimateLimit: 30,
    });
    await evaluator.dispose();
    const got = await runForeignModel(await write('model.onnx', bytes), 'glyphs');
    expect(got.labels).toEqual(data.splits.test.labels);
    expect(got.classNames).toEqual(data.classNames);
    for (const name of ['logits', 'penultimate'] as const) {
      expect(got[name]!.shape).toEqual(expected[name].shape);
      expectAllClose(got[name]!.data, expected[name].data, { rtol: 1e-5, atol: 1e-5 });
    }
  });
});
