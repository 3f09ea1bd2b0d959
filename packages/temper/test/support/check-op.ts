import * as ort from 'onnxruntime-node';
import { expect } from 'vitest';
import { Rng } from '../../src/base/index.ts';
import { pullback } from '../../src/engine/autodiff/index.ts';
import {
  type BlockedTarget,
  evaluateReference,
  type Graph,
  type LoweringTarget,
  type OpName,
  reachable,
  type SymbolicTensor,
} from '../../src/engine/graph/index.ts';
import { encodeModel, inputName } from '../../src/engine/onnx/index.ts';
import { makeGraph, standardOps } from '../../src/engine/ops/index.ts';
import { type OnnxRuntime, probeLoweringTarget, Session } from '../../src/engine/runtime/index.ts';
import {
  allocate,
  type DType,
  type HostTensor,
  type Shape,
  sizeOf,
} from '../../src/tensor/index.ts';
import { expectAllClose, type Tolerance } from './matchers.ts';

/** An input of a case: its type and how its elements are drawn (default: standard normal). */
export interface OpInput {
  readonly shape: Shape;
  readonly dtype?: DType;
  /** An element drawn from an Rng; `index` is its flat position. */
  readonly draw?: (rng: Rng, index: number) => number;
  /** False for floating inputs that get no gradient by design (targets). Default true. */
  readonly differentiable?: boolean;
}

/** One case of an op: inputs and the expression under test. */
export interface OpCase {
  readonly inputs: readonly OpInput[];
  readonly build: (...inputs: SymbolicTensor[]) => SymbolicTensor;
  /** For float32 on ONNX Runtime; default rtol 1e-5, atol 1e-6. Looser needs a comment. */
  readonly tolerance?: Tolerance;
}

/** Which ONNX Runtime computes, and with how many threads inside an op. */
export interface RunOptions {
  readonly runtime?: OnnxRuntime;
  readonly threads?: number;
  /** Default the CPU. */
  readonly executionProviders?: readonly string[];
  /** Default standard. */
  readonly target?: LoweringTarget;
}

/** The lowering for the kernels of this machine, besides the standard one; undefined if there is none. */
export const blockedTarget: BlockedTarget | undefined = await probeLoweringTarget(ort).then(
  (target) => (target === 'standard' ? undefined : target),
);

/** Numbers for every input of a graph by name. */
type Feeds = Record<string, Float64Array>;

export const FLOAT32: Tolerance = { rtol: 1e-5, atol: 1e-6 };

/**
 * The check every op passes, for each case: the float64 reference's value, its gradient by central
 * finite differences, and both again as ONNX Runtime computes them in float32. Fails if a case does
 * not apply the op, if no case has a gradient although the op defines one, or if an op of inputs gets
 * them in the same shapes in every case.
 */
export async function checkOp(
  op: OpName,
  cases: readonly [OpCase, OpCase, ...OpCase[]],
): Promise<void> {
  if (cases.some(({ inputs }) => inputs.length > 0)) {
    const shapes = cases.map(({ inputs }) => JSON.stringify(inputs.map(({ shape }) => shape)));
    expect(new Set(shapes).size, 'different shapes of inputs').toBeGreaterThan(1);
  }
  let slopes = 0;
  for (const [index, opCase] of cases.entries()) {
    slopes += await checkCase(op, opCase, Rng.fromSeed(1).fork(index));
  }
  if (standardOps[op].vjp) expect(slopes, 'gradients checked').toBeGreaterThan(0);
}

/** Checks one case and returns the number of inputs whose gradient was checked. */
async function checkCase(
  op: OpName,
  { inputs, build, tolerance = FLOAT32 }: OpCase,
  rng: Rng,
): Promise<number> {
  const graph = makeGraph();
  const symbols = inputs.map(({ shape, dtype = 'float32' }, i) =>
    graph.input(`x${i}`, dtype, shape),
  );
  const feeds: Feeds = {};
  inputs.forEach(({ shape, dtype = 'float32', draw = (r) => r.normal() }, i) => {
    const drawn = Float64Array.from({ length: sizeOf(shape) }, (_, k) => draw(rng, k));
    // Rounded through the input's dtype, so that both sides see the same numbers.
    feeds[`x${i}`] = Float64Array.from(numbersOf(inDType(dtype, shape, drawn)));
  });
  const y = build(...symbols);
  expect(
    reachable([y]).map((node) => node.op),
    'ops of the case',
  ).toContain(op);
  const outputs: Record<string, SymbolicTensor> = { y };
  const wrt = isFloat(y.dtype)
    ? symbols.filter((symbol, i) => isFloat(symbol.dtype) && inputs[i]!.differentiable !== false)
    : [];
  if (wrt.length > 0) {
    const cotangent = graph.input('d', y.dtype, y.shape);
    feeds.d = Float64Array.from({ length: sizeOf(y.shape) }, () => Math.fround(rng.normal()));
    const slopes = pullback(graph, { outputs: [y], cotangents: [cotangent] }, wrt);
    slopes.forEach((slope, i) => (outputs[`g${i}`] = slope));
    const values = evaluateReference(graph.ops, slopes, feeds);
    wrt.forEach((symbol, i) => {
      const differences = finiteDifferences(graph, { y, symbol }, feeds);
      // Central differences of step 1e-5 in float64 are good to about 1e-9 of the function's scale.
      expectAllClose(values[i]!, differences, { rtol: 1e-6, atol: 1e-7 });
    });
  }
  await expectRuntimeAgrees(graph, outputs, { feeds, tolerance });
  return wrt.length;
}

/** An input given by its elements: a list of float32, or of another dtype or shape. */
export type Given =
  | readonly number[]
  | { readonly data: readonly number[]; readonly dtype?: DType; readonly shape?: Shape };

/** Expects exact values, both from the reference and from ONNX Runtime. */
export async function expectValues(
  inputs: readonly Given[],
  build: (...inputs: SymbolicTensor[]) => SymbolicTensor,
  expected: readonly number[],
): Promise<void> {
  const { graph, symbols, feeds } = given(inputs);
  await expectExactly(graph, [build(...symbols)], { feeds, expected: [expected] });
}

/**
 * Expects exact gradients of Σ y with respect to every input: for places where finite differences
 * say nothing, such as ties.
 */
export async function expectGradients(
  inputs: readonly Given[],
  build: (...inputs: SymbolicTensor[]) => SymbolicTensor,
  expected: readonly (readonly number[])[],
): Promise<void> {
  const { graph, symbols, feeds } = given(inputs);
  const y = build(...symbols);
  const cotangents = [graph.input('d', y.dtype, y.shape)];
  const slopes = pullback(graph, { outputs: [y], cotangents }, symbols);
  const ones = new Float64Array(sizeOf(y.shape)).fill(1);
  await expectExactly(graph, slopes, { feeds: { ...feeds, d: ones }, expected });
}

function given(inputs: readonly Given[]): {
  readonly graph: Graph;
  readonly symbols: readonly SymbolicTensor[];
  readonly feeds: Feeds;
} {
  const graph = makeGraph();
  const feeds: Feeds = {};
  const symbols = inputs.map((input, i) => {
    const {
      data,
      dtype = 'float32',
      shape = [data.length],
    } = 'data' in input ? input : { data: input };
    feeds[`x${i}`] = Float64Array.from(data);
    return graph.input(`x${i}`, dtype, shape);
  });
  return { graph, symbols, feeds };
}

async function expectExactly(
  graph: Graph,
  tensors: readonly SymbolicTensor[],
  { feeds, expected }: { readonly feeds: Feeds; readonly expected: readonly (readonly number[])[] },
): Promise<void> {
  const values = evaluateReference(graph.ops, tensors, feeds);
  const outputs = Object.fromEntries(tensors.map((tensor, i) => [`y${i}`, tensor]));
  const results = await runOnnx(graph, outputs, feeds);
  // Adding 0 turns −0 to 0: the sign of a zero carries no meaning here.
  const plain = (numbers: ArrayLike<number>): number[] => Array.from(numbers, (n) => n + 0);
  expect(values.map(plain), 'reference').toEqual(expected);
  expect(
    tensors.map((_, i) => plain(numbersOf(results[`y${i}`]!))),
    'ONNX Runtime',
  ).toEqual(expected.map((numbers) => Array.from(numbers, Math.fround)));
}

/** Expects an ONNX Runtime to compute the reference's values. */
export async function expectRuntimeAgrees(
  graph: Graph,
  outputs: Readonly<Record<string, SymbolicTensor>>,
  {
    feeds,
    tolerance = FLOAT32,
    ...options
  }: RunOptions & { readonly feeds: Feeds; readonly tolerance?: Tolerance },
): Promise<void> {
  const expected = evaluateReference(graph.ops, Object.values(outputs), feeds);
  const got = await runOnnx(graph, outputs, feeds, options);
  Object.entries(outputs).forEach(([name, { dtype, shape }], i) => {
    expect([name, got[name]!.dtype, got[name]!.shape]).toEqual([name, dtype, shape]);
    expectAllClose(numbersOf(got[name]!), expected[i]!, tolerance);
  });
}

/** ∂⟨d, y⟩/∂x by central differences of the reference. */
function finiteDifferences(
  graph: Graph,
  { y, symbol }: { y: SymbolicTensor; symbol: SymbolicTensor },
  feeds: Readonly<Feeds>,
): Float64Array {
  const name = inputName(symbol);
  const at = (index: number, delta: number): number => {
    const moved = Float64Array.from(feeds[name]!);
    moved[index]! += delta;
    const [value] = evaluateReference(graph.ops, [y], { ...feeds, [name]: moved });
    return value!.reduce((sum, v, k) => sum + v * feeds.d![k]!, 0);
  };
  const h = 1e-5;
  return feeds[name]!.map((_, index) => (at(index, h) - at(index, -h)) / (2 * h));
}

/** Runs values of a graph on ONNX Runtime, feeds rounded to the inputs' dtypes. */
export async function runOnnx(
  graph: Graph,
  outputs: Readonly<Record<string, SymbolicTensor>>,
  feeds: Readonly<Feeds>,
  { runtime = ort, target = 'standard', ...options }: RunOptions = {},
): Promise<Record<string, HostTensor>> {
  const inputs = reachable(Object.values(outputs)).flatMap((node) =>
    node.op === 'input' ? node.outputs : [],
  );
  const model = encodeModel({ graph, inputs, outputs }, target);
  const session = await Session.create(runtime, model, options);
  const converted = Object.fromEntries(
    inputs.map((input) => {
      const name = inputName(input);
      return [name, inDType(input.dtype, input.shape, feeds[name]!)];
    }),
  );
  try {
    return await session.run(converted);
  } finally {
    await session.dispose();
  }
}

/** The elements of a tensor of any dtype as numbers. */
export function numbersOf({ data }: HostTensor): number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

function inDType(dtype: DType, shape: Shape, numbers: Float64Array): HostTensor {
  const data = allocate(dtype, numbers.length);
  numbers.forEach((value, k) => {
    data[k] = dtype === 'int64' ? BigInt(value) : value;
  });
  return { dtype, shape, data };
}

function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}
