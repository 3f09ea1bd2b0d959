import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import {
  encodeGraph,
  floats,
  type GraphText,
  makeGraphProto,
  type NodeText,
} from '../../../../test/support/onnx-model.ts';
import { FormatError } from '../../../base/index.ts';
import { findHead, inspectModel } from './index.ts';

const X = { name: 'x', shape: [-1, 3] };
const Z = { name: 'z', shape: [-1, 2] };
/** Templates `[2, 3]`, and the same as `[3, 2]`. */
const ROWS = [1, 2, 3, 4, 5, 6];
const COLUMNS = [1, 4, 2, 5, 3, 6];
const W = floats('w', [3, 2], COLUMNS);
const B = floats('b', [2], [-1, 7]);

function node(op: string, inputs: string, outputs: string, rest: Partial<NodeText> = {}): NodeText {
  return {
    op,
    inputs: inputs.split(' '),
    outputs: outputs.split(' '),
    name: `${op} of ${outputs}`,
    ...rest,
  };
}

/** A classifier whose layer reads h = relu(x). */
function classifier(
  nodes: readonly NodeText[],
  tensors: readonly onnx.TensorProto[] = [W, B],
): GraphText {
  return { inputs: [X], outputs: [Z], nodes: [node('Relu', 'x', 'h'), ...nodes], tensors };
}

function half(name: string, shape: readonly number[], bits: readonly number[]): onnx.TensorProto {
  return create(onnx.TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: onnx.TensorProto_DataType.FLOAT16,
    rawData: new Uint8Array(Uint16Array.from(bits).buffer),
  });
}

const GEMM = [node('Gemm', 'h w b', 'z')];
const PRODUCT = node('MatMul', 'h w', 'y');
const FORMS: readonly (readonly [string, GraphText])[] = [
  ['Gemm', classifier(GEMM)],
  [
    'Gemm with transB',
    classifier(
      [node('Gemm', 'h w b', 'z', { attributes: { transB: { int: 1 } } })],
      [floats('w', [2, 3], ROWS), B],
    ),
  ],
  [
    'Gemm with alpha and beta',
    classifier(
      [node('Gemm', 'h w b', 'z', { attributes: { alpha: { float: 0.5 }, beta: { float: 2 } } })],
      [
        floats(
          'w',
          [3, 2],
          COLUMNS.map((w) => 2 * w),
        ),
        floats('b', [1, 2], [-0.5, 3.5]),
      ],
    ),
  ],
  ['MatMul and Add', classifier([PRODUCT, node('Add', 'y b', 'z')])],
  ['Add with the bias first', classifier([PRODUCT, node('Add', 'b y', 'z')])],
  [
    'a bias of one row',
    classifier([PRODUCT, node('Add', 'y b', 'z')], [W, floats('b', [1, 2], [-1, 7])]),
  ],
  [
    'Sub, and biases that add up',
    classifier(
      [PRODUCT, node('Add', 'y b', 'u'), node('Sub', 'u c', 'z')],
      [W, floats('b', [2], [0, 8]), floats('c', [], [1])],
    ),
  ],
  [
    'scaled results',
    classifier(
      [node('Gemm', 'h w b', 'u'), node('Mul', 'two u', 'v'), node('Div', 'v four', 'z')],
      [
        floats(
          'w',
          [3, 2],
          COLUMNS.map((w) => 2 * w),
        ),
        floats('b', [2], [-2, 14]),
        floats('two', [1], [2]),
        floats('four', [2], [4, 4]),
      ],
    ),
  ],
  [
    'weights in Constant nodes',
    classifier(
      [
        node('Constant', '', 'w', { attributes: { value: { tensor: W } } }),
        node('Constant', '', 'b', { attributes: { value_floats: { floats: [-1, 7] } } }),
        ...GEMM,
      ],
      [],
    ),
  ],
  [
    'weights through Identity and Transpose',
    classifier(
      [
        node('Transpose', 'stored', 'turned', { attributes: { perm: { ints: [1, 0] } } }),
        node('Identity', 'turned', 'w'),
        ...GEMM,
      ],
      [floats('stored', [2, 3], ROWS), B],
    ),
  ],
  [
    'weights of 16 bits',
    classifier(GEMM, [
      half('w', [3, 2], [0x3c00, 0x4400, 0x4000, 0x4500, 0x4200, 0x4600]),
      half('b', [2], [0xbc00, 0x4700]),
    ]),
  ],
  [
    'reshaping, casting and a softmax afterwards',
    classifier([
      node('Gemm', 'h w b', 'u'),
      node('Cast', 'u', 'c', { attributes: { to: { int: 1 } } }),
      node('Dropout', 'c', 'd mask'),
      node('Flatten', 'd', 'f'),
      node('LogSoftmax', 'f', 'z'),
    ]),
  ],
];

describe('findHead', () => {
  it.each(FORMS)('reads %s', (_, graph) => {
    const { templates, bias, penultimate } = findHead(encodeGraph(graph));
    expect(penultimate).toBe('h');
    expect(templates!.shape).toEqual([2, 3]);
    expect([...templates!.data]).toEqual(ROWS);
    expect([...bias!.data]).toEqual([-1, 7]);
  });

  it('takes a head without a bias', () => {
    const head = findHead(encodeGraph(classifier([node('MatMul', 'h w', 'z')])));
    expect(head).toMatchObject({
      kind: 'matmul',
      node: 'MatMul of z',
      logits: 'z',
      bias: null,
      probabilities: null,
    });
  });

  it('takes what the softmax reads as logits, and its result as probabilities', () => {
    const graph = classifier([
      node('Gemm', 'h w b', 'u'),
      node('Softmax', 'u', 's'),
      node('Identity', 's', 'z'),
    ]);
    expect(findHead(encodeGraph(graph))).toMatchObject({ logits: 'u', probabilities: 'z' });
  });

  it('takes logits and probabilities that are both outputs as one head', () => {
    const graph = classifier([...GEMM, node('Softmax', 'z', 'p')]);
    const outputs = [{ name: 'p', shape: [-1, 2] }, Z];
    expect(findHead(encodeGraph({ ...graph, outputs }))).toMatchObject({
      logits: 'z',
      probabilities: 'p',
    });
  });

  it('takes the last of several layers that lead to each other', () => {
    const graph = classifier(
      [node('Gemm', 'x v', 'e'), node('Relu', 'e', 'f'), node('Gemm', 'f w b', 'z')],
      [floats('v', [3, 3], ROWS.concat(1, 2, 3)), W, B],
    );
    const outputs = [{ name: 'e', shape: [-1, 3] }, Z];
    expect(findHead(encodeGraph({ ...graph, outputs }))).toMatchObject({
      logits: 'z',
      penultimate: 'f',
    });
  });

  const two = {
    ...classifier([...GEMM, node('Gemm', 'x w b', 'aux')]),
    outputs: [Z, { name: 'aux', shape: [-1, 2] }],
  };

  it('asks which of several heads is meant, and is told by output or node', () => {
    const bytes = encodeGraph(two);
    expect(() => findHead(bytes)).toThrow(
      new FormatError(
        "findHead: expected one output that a last layer gives, got 'z', 'aux'; name the one that is meant with --output NAME",
      ),
    );
    expect(findHead(bytes, { output: 'aux' }).penultimate).toBe('x');
    expect(findHead(bytes, { head: 'Gemm of z' }).penultimate).toBe('h');
    expect(findHead(bytes, { head: 'aux' }).logits).toBe('aux');
    expect(() => findHead(bytes, { output: 'h' })).toThrow(
      "expected --output to be one of 'z', 'aux', got 'h'",
    );
  });

  it('goes forward from a named node to its bias and softmax', () => {
    const graph = classifier([
      PRODUCT,
      node('Add', 'y b', 'u'),
      node('Softmax', 'u', 'p'),
      node('TopK', 'p k', 'z i'),
    ]);
    for (const head of ['MatMul of y', 'Add of u']) {
      expect(findHead(encodeGraph(graph), { head })).toMatchObject({
        node: 'MatMul of y',
        logits: 'u',
        probabilities: null,
      });
    }
  });

  it('knows of an output without a head only which value holds the logits', () => {
    const graph = classifier([
      ...GEMM.map((one) => ({ ...one, outputs: ['u'] })),
      node('Sigmoid', 'u', 'z'),
    ]);
    expect(findHead(encodeGraph(graph), { output: 'z' })).toMatchObject({
      kind: 'output',
      logits: 'z',
      penultimate: null,
      templates: null,
      elementType: 'float32',
    });
  });

  it('names the last nodes when it finds none, on one line whatever they are called', () => {
    const graph = classifier([
      node('Gemm', 'h w b', 'u'),
      node('Sigmoid', 'u', 'z', { name: 'a\nb' }),
    ]);
    expect(() => findHead(encodeGraph(graph))).toThrow(
      new FormatError(
        "findHead: expected a head, and nothing after it but scaling, reshaping and one softmax, got Sigmoid 'a?b'; the last nodes are Sigmoid 'a?b', Gemm 'Gemm of u', Relu 'Relu of h': name the last layer with --head NODE, or the output that holds logits with --output NAME",
      ),
    );
  });

  it.each<[string, GraphText, string]>([
    [
      'transA',
      classifier([node('Gemm', 'h w b', 'z', { attributes: { transA: { int: 1 } } })]),
      'transA = 1',
    ],
    [
      'weights that are computed',
      classifier([node('Relu', 'w', 'v'), node('MatMul', 'h v', 'z')]),
      "got MatMul 'MatMul of z'",
    ],
    [
      'a bias along the examples',
      classifier([PRODUCT, node('Add', 'y b', 'z')], [W, floats('b', [2, 1], [1, 2])]),
      'got a tensor [2, 1]',
    ],
    [
      'one class',
      classifier([node('MatMul', 'h w', 'z')], [floats('w', [3, 1], [1, 2, 3])]),
      'scores of two or more classes, got one',
    ],
    [
      'scores after a softmax',
      classifier([
        ...GEMM.map((one) => ({ ...one, outputs: ['u'] })),
        node('Softmax', 'u', 'p'),
        node('Mul', 'p b', 'z'),
      ]),
      "got Softmax 'Softmax of p'",
    ],
    [
      'a ring',
      { ...classifier([node('Identity', 'z', 'u'), node('Identity', 'u', 'z')]) },
      'expected a head before',
    ],
    [
      'weights that are cut short',
      classifier(
        [
          node('Constant', '', 'w', {
            attributes: { value: { tensor: floats('w', [3, 3], ROWS) } },
          }),
          ...GEMM,
        ],
        [B],
      ),
      "expected 9 elements in tensor 'w'",
    ],
  ])('refuses %s', (_, graph, message) => {
    expect(() => findHead(encodeGraph(graph))).toThrow(FormatError);
    expect(() => findHead(encodeGraph(graph))).toThrow(message);
  });

  it('refuses a node that is not there, or is no layer', () => {
    const bytes = encodeGraph(classifier(GEMM));
    expect(() => findHead(bytes, { head: 'fc' })).toThrow(
      "expected a node named 'fc', got none; the last nodes are Gemm 'Gemm of z', Relu 'Relu of h'",
    );
    expect(() => findHead(bytes, { head: 'Relu of h' })).toThrow("got Relu 'Relu of h'");
  });
});

describe('findHead of a convolution', () => {
  const maps = { name: 'x', shape: [-1, 3, 4, 4] };
  const K = floats('k', [2, 3, 1, 1], ROWS);
  const conv = (attributes: NodeText['attributes'] = {}): NodeText =>
    node('Conv', 'h k', 'u', { attributes });
  const pooled = (
    nodes: readonly NodeText[],
    tensors: readonly onnx.TensorProto[] = [],
  ): Uint8Array =>
    encodeGraph({
      inputs: [maps],
      outputs: [Z],
      nodes: [node('Relu', 'x', 'h'), ...nodes],
      tensors: [K, ...tensors],
    });
  const mean = (axes: readonly number[], keepdims: number): NodeText =>
    node('ReduceMean', 'u', 'v', {
      attributes: { axes: { ints: axes }, keepdims: { int: keepdims } },
    });
  const pool = node('GlobalAveragePool', 'u', 'v');

  it.each<[string, readonly NodeText[], number]>([
    ['averaged and flattened', [conv(), pool, node('Flatten', 'v', 'z')], 0],
    [
      'averaged and squeezed',
      [conv(), pool, node('Squeeze', 'v', 'z', { attributes: { axes: { ints: [2, 3] } } })],
      0,
    ],
    ['reduced', [conv(), mean([-1, -2], 0), node('Identity', 'v', 'z')], 0],
    ['left with its places', [conv(), mean([2, 3], 1), node('Identity', 'v', 'z')], 2],
    ['after the mean', [conv(), node('Flatten', 'u', 'z')], 0],
  ])('%s', (_, nodes, placeAxes) => {
    const head = findHead(pooled(nodes));
    expect(head).toMatchObject({ kind: 'convolution', penultimate: 'h', placeAxes, bias: null });
    expect([...head.templates!.data]).toEqual(ROWS);
  });

  it('takes a bias of its own shape', () => {
    const nodes = [
      conv(),
      node('Add', 'u b', 'y'),
      node('GlobalAveragePool', 'y', 'v'),
      node('Flatten', 'v', 'z'),
    ];
    expect([...findHead(pooled(nodes, [floats('b', [1, 2, 1, 1], [-1, 7])])).bias!.data]).toEqual([
      -1, 7,
    ]);
  });

  it.each<[string, readonly NodeText[], string]>([
    [
      'a ReLU before the mean',
      [conv(), node('Relu', 'u', 'y'), node('GlobalAveragePool', 'y', 'z')],
      "got Relu 'Relu of y'",
    ],
    [
      'a mean over one axis',
      [conv(), mean([2], 1), node('Flatten', 'v', 'z')],
      'average all places',
    ],
    [
      'strides',
      [conv({ strides: { ints: [2, 2] } }), pool, node('Flatten', 'v', 'z')],
      'strides 2,2',
    ],
    [
      'padding',
      [conv({ pads: { ints: [1, 1, 1, 1] } }), pool, node('Flatten', 'v', 'z')],
      'pads 1,1,1,1',
    ],
    ['groups', [conv({ group: { int: 2 } }), pool, node('Flatten', 'v', 'z')], '2 groups'],
  ])('is refused with %s', (_, nodes, message) => {
    expect(() => findHead(pooled(nodes))).toThrow(message);
  });
});

describe('models that are damaged or cannot be read', () => {
  const good = encodeGraph(classifier(GEMM));
  const changed = (change: (model: onnx.ModelProto) => void): Uint8Array => {
    const model = fromBinary(onnx.ModelProtoSchema, good);
    change(model);
    return toBinary(onnx.ModelProtoSchema, model);
  };

  it('are refused cut short anywhere', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => inspectModel(good.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  it.each<[string, (model: onnx.ModelProto) => void, string]>([
    ['without a graph', (model) => (model.graph!.node = []), 'expected an ONNX model with a graph'],
    [
      'of a version that is too old',
      (model) => (model.opsetImport[0]!.version = 6n),
      'version 7 or later of the standard operators, got 6',
    ],
    ['of no version', (model) => (model.opsetImport = []), 'got none'],
    ['without outputs', (model) => (model.graph!.output = []), 'expected a graph with outputs'],
    [
      'with more elements than it holds',
      (model) => (model.graph!.initializer[0]!.dims = [3n, 2n ** 50n]),
      "expected 3377699720527872 elements in tensor 'w'",
    ],
    [
      'with data elsewhere',
      ({ graph }) => {
        graph!.initializer[0]!.dataLocation = onnx.TensorProto_DataLocation.EXTERNAL;
        graph!.initializer[0]!.externalData = [
          create(onnx.StringStringEntryProtoSchema, { key: 'location', value: 'w.bin' }),
        ];
      },
      "expected the file 'w.bin', which has tensor 'w', beside the model, got none",
    ],
    [
      'with an output of a branch',
      ({ graph }) => {
        const inner = makeGraphProto({
          inputs: [],
          outputs: [],
          nodes: [node('Identity', 'h', 'inner')],
        });
        const [branch] = makeGraphProto({
          inputs: [],
          outputs: [],
          nodes: [node('If', 'c', 'taken', { attributes: { then_branch: { graph: inner } } })],
        }).node;
        graph!.node.push(branch!);
        graph!.output[0]!.name = 'inner';
      },
      "expected a node of the graph to give output 'inner', got none",
    ],
    [
      'with an output that is no tensor',
      ({ graph }) => {
        graph!.output[0]!.type = create(onnx.TypeProtoSchema, {
          value: { case: 'sequenceType', value: create(onnx.TypeProto_SequenceSchema) },
        });
      },
      "expected output 'z' to be a tensor, got a sequence",
    ],
  ])('are refused %s', (_, change, message) => {
    expect(() => findHead(changed(change))).toThrow(FormatError);
    expect(() => findHead(changed(change))).toThrow(message);
  });
});
