import { fromBinary, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { elsewhere, encodeGraph, floats } from '../../../../test/support/onnx-model.ts';
import { hostTensor } from '../../../tensor/index.ts';
import { Session } from '../../runtime/index.ts';
import {
  CALIBRATION_KEY,
  calibrateModel,
  EXPOSED,
  exposeHead,
  externalFiles,
  findHead,
  inlineExternalData,
  inspectModel,
} from './index.ts';

const METADATA = { classes: '["cat","dog"]' };
const MODEL = encodeGraph(
  {
    inputs: [{ name: 'x', shape: [-1, 2] }],
    outputs: [
      { name: 'p', shape: [-1, 2] },
      { name: 'z', shape: [-1, 2] },
    ],
    nodes: [
      { op: 'Gemm', name: 'head', inputs: ['x', 'w', 'b'], outputs: ['z'] },
      { op: 'Softmax', inputs: ['z'], outputs: ['p'] },
    ],
    tensors: [floats('w', [2, 2], [1, -2, 0.5, 3]), floats('b', [2], [0.25, -1])],
  },
  { metadata: METADATA },
);
const HEAD = findHead(MODEL);
const NOTE = { numExamples: 40, data: 'pets', version: '0.1.0' };
const TEMPERATURE = { method: 'temperature', temperature: 2.5 } as const;

const parse = (bytes: Uint8Array): onnx.ModelProto => fromBinary(onnx.ModelProtoSchema, bytes);

describe('calibrateModel', () => {
  it('changes nothing but what lies between the head and its users', () => {
    const before = parse(MODEL);
    const after = parse(calibrateModel(MODEL, HEAD, { scaling: TEMPERATURE, note: NOTE }));
    expect(after.graph!.node.map(({ opType }) => opType)).toEqual([
      'Gemm',
      'Constant',
      'Div',
      'Softmax',
    ]);
    const [head, , scaling, softmax] = after.graph!.node;
    expect(scaling!.input[0]).toBe(head!.output[0]);
    expect(scaling!.output).toEqual(['z']);
    expect(softmax).toEqual(before.graph!.node[1]);
    // With the head's result called as it was, only the new nodes and the new entry are left.
    head!.output = ['z'];
    after.graph!.node.splice(1, 2);
    after.metadataProps.pop();
    expect(after).toEqual(before);
  });

  it('keeps fields that it does not know', () => {
    // Field 200, a varint.
    const unknown = Uint8Array.of(0xc0, 0x0c, 0x2a);
    const bytes = Uint8Array.of(...MODEL, ...unknown);
    const after = calibrateModel(bytes, HEAD, { scaling: TEMPERATURE, note: NOTE });
    expect([...after.subarray(-3)]).toEqual([...unknown]);
  });

  it('tells in the metadata what was done', () => {
    const told = (scaling: Parameters<typeof calibrateModel>[2]['scaling']): unknown => {
      const bytes = calibrateModel(MODEL, HEAD, { scaling, note: NOTE });
      const { metadata } = inspectModel(bytes);
      expect(metadata.get('classes')).toBe(METADATA.classes);
      return JSON.parse(metadata.get(CALIBRATION_KEY)!);
    };
    expect(told(TEMPERATURE)).toEqual({ ...TEMPERATURE, ...NOTE });
    const vector = { method: 'vector', scales: [2, 1], biases: [0, -1] } as const;
    expect(told(vector)).toEqual({ ...vector, ...NOTE });
    const matrix = {
      method: 'matrix',
      weights: [
        [1, 0],
        [0, 1],
      ],
      biases: [0, 0],
    } as const;
    expect(told(matrix)).toEqual({ method: 'matrix', nodes: 'temper_calibration_*', ...NOTE });
  });

  it('scales both outputs that are made of the logits', async () => {
    const session = await Session.create(
      ort,
      calibrateModel(MODEL, HEAD, { scaling: TEMPERATURE, note: NOTE }),
    );
    const { z, p } = await session.run({ x: hostTensor('float32', [1, 2], Float32Array.of(1, 2)) });
    await session.dispose();
    // x·w + b = (2.25, 3).
    expect(z!.data[0]).toBeCloseTo(0.9, 6);
    expect(z!.data[1]).toBeCloseTo(1.2, 6);
    expect(p!.data[0]).toBeCloseTo(1 / (1 + Math.exp(0.3)), 6);
  });

  it('refuses a model that is calibrated already', () => {
    const once = calibrateModel(MODEL, HEAD, { scaling: TEMPERATURE, note: NOTE });
    expect(() =>
      calibrateModel(once, findHead(once), { scaling: TEMPERATURE, note: NOTE }),
    ).toThrow(
      'calibrateModel: expected a model that is not calibrated, got one that says it is; calibrate the model that it was made from',
    );
  });

  it('refuses parameters that do not fit, and the head of another model', () => {
    const refusal = (scaling: Parameters<typeof calibrateModel>[2]['scaling']) => (): unknown =>
      calibrateModel(MODEL, HEAD, { scaling, note: NOTE });
    expect(refusal({ method: 'temperature', temperature: 0 })).toThrow('above 0, got 0');
    const biases = [0, 0];
    expect(refusal({ method: 'vector', scales: [1, 1, 1], biases })).toThrow(
      'calibrateModel: expected vector scaling of 2 classes, got one of 3',
    );
    expect(refusal({ method: 'matrix', weights: [[1, 0]], biases })).toThrow('got one of 1');
    const weights = [
      [1, 0],
      [0, NaN],
    ];
    expect(refusal({ method: 'matrix', weights, biases })).toThrow('got NaN');
    const other = { ...HEAD, logits: 'y' };
    expect(() => calibrateModel(MODEL, other, { scaling: TEMPERATURE, note: NOTE })).toThrow(
      "a node that gives 'y', got none",
    );
  });
});

/** The model in 16 bits. */
function halved(): Uint8Array {
  const model = parse(MODEL);
  const type = onnx.TensorProto_DataType.FLOAT16;
  const [w, b] = model.graph!.initializer;
  w!.rawData = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x4200).buffer);
  b!.rawData = new Uint8Array(Uint16Array.of(0x3400, 0xbc00).buffer);
  for (const tensor of [w!, b!]) tensor.dataType = type;
  for (const value of [...model.graph!.input, ...model.graph!.output]) {
    if (value.type?.value.case === 'tensorType') value.type.value.value.elemType = type;
  }
  return toBinary(onnx.ModelProtoSchema, model);
}

describe('exposeHead', () => {
  it('gives a model of 16 bits an input and outputs of float32, calibrated or not', async () => {
    const bytes = halved();
    const head = findHead(bytes);
    expect(head.elementType).toBe('float16');
    const x = hostTensor('float32', [1, 2], Float32Array.of(1, 2));
    const [input] = inspectModel(exposeHead(bytes, head)).inputs;
    expect(input).toMatchObject({ elementType: 'float32', shape: [undefined, 2] });
    for (const [model, logits] of [
      [bytes, [2.25, 3]],
      [
        calibrateModel(bytes, head, {
          scaling: { method: 'temperature', temperature: 2 },
          note: NOTE,
        }),
        [1.125, 1.5],
      ],
    ] as const) {
      const session = await Session.create(ort, exposeHead(model, findHead(model)));
      const results = await session.run({ [input!.name]: x });
      await session.dispose();
      expect(results[EXPOSED.logits]).toEqual(
        hostTensor('float32', [1, 2], Float32Array.from(logits)),
      );
      expect(results[EXPOSED.penultimate]).toEqual(x);
    }
  });
});

describe('external data', () => {
  it('is named, put into the model, and refused when it is missing or too short', () => {
    const model = parse(MODEL);
    const [w] = model.graph!.initializer;
    const content = Uint8Array.of(9, 9, 9, 9, ...w!.rawData);
    model.graph!.initializer[0] = elsewhere(w!, {
      location: 'model.data',
      offset: '4',
      length: '16',
    });
    const bytes = toBinary(onnx.ModelProtoSchema, model);
    expect(externalFiles(bytes)).toEqual(['model.data']);
    expect(externalFiles(MODEL)).toEqual([]);
    const whole = inlineExternalData(bytes, new Map([['model.data', content]]));
    expect(findHead(whole)).toEqual(HEAD);
    expect(() => inlineExternalData(bytes, new Map())).toThrow("expected the file 'model.data'");
    expect(() => inlineExternalData(bytes, new Map([['model.data', content.subarray(1)]]))).toThrow(
      "inlineExternalData: expected bytes 4 to 20 of 'model.data' for tensor 'w', got a file of 19",
    );
  });
});
