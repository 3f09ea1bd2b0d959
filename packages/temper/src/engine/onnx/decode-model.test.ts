import { create, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { FormatError, Rng } from '../../base/index.ts';
import type { DType, HostTensor } from '../../tensor/index.ts';
import { add, dense, layerNorm, relu, transpose } from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { decodeModel, encodeModel } from './index.ts';

/** A small model with two inputs, two outputs and fixed parameters. */
function encodeSample(metadata?: Readonly<Record<string, string>>): Uint8Array {
  const graph = makeGraph();
  const x = graph.input('x', 'float32', [4, 3]);
  const weight = graph.input('weight', 'float32', [2, 3]);
  const bias = graph.input('bias', 'float32', [2]);
  const logits = dense(x, weight, bias);
  const penultimate = layerNorm(relu(logits), { gain: bias, bias }, 0.25);
  return encodeModel(
    {
      graph,
      inputs: [x],
      outputs: { logits, turned: transpose(penultimate) },
      fixed: new Map([
        [weight, { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
        [bias, { dtype: 'float32', shape: [2], data: Float32Array.of(-1, 0.5) }],
      ] as const),
      ...(metadata ? { metadata } : {}),
    },
    'standard',
  );
}

/** How a tensor is stored. */
type Stored = Pick<onnx.TensorProto, 'dataType' | 'dims'> &
  Partial<Omit<onnx.TensorProto, '$typeName' | '$unknown'>>;

/** A model around one tensor, stored as given. */
function encodeInitializer(tensor: Stored): Uint8Array {
  const model = create(onnx.ModelProtoSchema, {
    opsetImport: [create(onnx.OperatorSetIdProtoSchema, { domain: 'ai.onnx', version: 17n })],
    graph: create(onnx.GraphProtoSchema, {
      initializer: [create(onnx.TensorProtoSchema, { name: 'w', ...tensor })],
    }),
  });
  return toBinary(onnx.ModelProtoSchema, model);
}

describe('decodeModel', () => {
  it('reads back what was written', () => {
    const metadata = { classes: 'cat,dog', made: 'für Tests' };
    const model = decodeModel(encodeSample(metadata));
    expect(model.opset).toBe(21);
    expect(model.metadata).toEqual(metadata);
    expect(model.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [4, 3] }]);
    expect(model.outputs).toEqual([
      { name: 'logits', dtype: 'float32', shape: [4, 2] },
      { name: 'turned', dtype: 'float32', shape: [2, 4] },
    ]);
    expect(model.initializers.get('weight')).toEqual({
      dtype: 'float32',
      shape: [2, 3],
      data: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
    expect(model.nodes.map(({ op }) => op)).toEqual([
      'Gemm',
      'Relu',
      'LayerNormalization',
      'Transpose',
      'Identity',
      'Identity',
    ]);
    const [gemm, , norm, turn] = model.nodes;
    expect(gemm).toMatchObject({ domain: '', inputs: ['x', 'weight', 'bias'] });
    expect(gemm!.attributes).toEqual({ transB: { type: 'int', value: 1 } });
    expect(norm!.outputs).toHaveLength(3);
    expect(norm!.attributes.epsilon).toEqual({ type: 'float', value: 0.25 });
    expect(turn!.attributes.perm).toEqual({ type: 'ints', value: [1, 0] });
  });

  it('leaves the bytes and the tensors independent', () => {
    const bytes = encodeSample();
    const { initializers } = decodeModel(bytes);
    bytes.fill(0);
    expect([...(initializers.get('bias')!.data as Float32Array)]).toEqual([-1, 0.5]);
  });

  it('keeps a symbolic batch size by its name', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'int32', [1, 3]);
    const bytes = encodeModel(
      { graph, inputs: [x], outputs: { y: add(x, 1) }, batchDimension: 'batch' },
      'standard',
    );
    expect(decodeModel(bytes).inputs[0]).toEqual({
      name: 'x',
      dtype: 'int32',
      shape: ['batch', 3],
    });
  });

  it.each<[DType, Partial<Stored>, HostTensor['data']]>([
    ['float32', { floatData: [1.5, -2] }, Float32Array.of(1.5, -2)],
    ['float64', { doubleData: [0.1, -2] }, Float64Array.of(0.1, -2)],
    ['int32', { int32Data: [7, -2] }, Int32Array.of(7, -2)],
    ['int64', { int64Data: [7n, -(2n ** 62n)] }, BigInt64Array.of(7n, -(2n ** 62n))],
    ['uint8', { int32Data: [200, 2] }, Uint8Array.of(200, 2)],
    ['bool', { int32Data: [1, 0] }, Uint8Array.of(1, 0)],
  ])('reads %s from its typed field and from raw bytes', (dtype, field, data) => {
    const codes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 };
    const type = { dataType: codes[dtype], dims: [2n] };
    const rawData = new Uint8Array(data.buffer as ArrayBuffer);
    const ways: readonly Stored[] = [
      { ...type, ...field },
      { ...type, rawData },
    ];
    for (const stored of ways) {
      const model = decodeModel(encodeInitializer(stored));
      expect(model.initializers.get('w')).toEqual({ dtype, shape: [2], data });
      expect(model.opset).toBe(17);
    }
  });

  it('refuses tensors that are damaged, elsewhere or of a type it does not hold', () => {
    const refusal = (tensor: Stored) => (): unknown => decodeModel(encodeInitializer(tensor));
    expect(refusal({ dataType: 1, dims: [3n], floatData: [1, 2] })).toThrow(
      new FormatError("decodeModel: expected 3 elements in tensor 'w' of shape [3], got 2"),
    );
    expect(refusal({ dataType: 1, dims: [1n], rawData: new Uint8Array(3) })).toThrow('got 0.75');
    expect(refusal({ dataType: 10, dims: [2n], rawData: new Uint8Array(4) })).toThrow(
      "decodeModel: expected tensor 'w' of float32, float64, int32, int64, uint8 or bool, got float16",
    );
    expect(
      refusal({ dataType: 1, dims: [2n], dataLocation: onnx.TensorProto_DataLocation.EXTERNAL }),
    ).toThrow(
      "decodeModel: expected tensor 'w' inside the model, got external data; save the model as one file",
    );
  });

  it('refuses a model cut short anywhere', () => {
    const bytes = encodeSample();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeModel(bytes.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  it('refuses bytes that are something else, always with a FormatError', () => {
    const rng = Rng.fromSeed(11);
    for (let run = 0; run < 500; run++) {
      const bytes = Uint8Array.from({ length: rng.integer(200) }, () => rng.integer(256));
      expect(() => decodeModel(bytes)).toThrow(FormatError);
    }
    const text = new TextEncoder().encode('<!doctype html><title>404</title>');
    expect(() => decodeModel(text)).toThrow('decodeModel: expected an ONNX model');
  });

  it('survives any single damaged byte with a model or a FormatError', () => {
    const bytes = encodeSample();
    const rng = Rng.fromSeed(12);
    for (let run = 0; run < 1000; run++) {
      const damaged = Uint8Array.from(bytes);
      damaged[rng.integer(bytes.length)] = rng.integer(256);
      try {
        expect(decodeModel(damaged).opset).toBeTypeOf('number');
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });
});
