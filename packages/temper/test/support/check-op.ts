import * as ort from 'onnxruntime-node';
import { Rng } from '../../src/base/index.ts';
import { pullback } from '../../src/engine/autodiff/index.ts';
import { evaluateReference, type Graph, type SymbolicTensor } from '../../src/engine/graph/index.ts';
import { encodeModel } from '../../src/engine/onnx/index.ts';
import { makeGraph } from '../../src/engine/ops/index.ts';
import { Session } from '../../src/engine/runtime/index.ts';
import { allocate, type DType, type HostTensor, type Shape, sizeOf } from '../../src/tensor/index.ts';
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

const FLOAT32: Tolerance = { rtol: 1e-5, atol: 1e-6 };

/**
 * The check every op passes, for each case: the float64 reference's value, its gradient by central
 * finite differences, and both again as ONNX Runtime computes them in float32.
 */
export async function checkOp(cases: readonly [OpCase, OpCase, ...OpCase[]]): Promise<void> {
  for (const [index, opCase] of cases.entries()) {
    await checkCase(opCase, Rng.fromSeed(1).fork(index));
  }
}

async function checkCase({ inputs, build, tolerance = FLOAT32 }: OpCase, rng: Rng): Promise<void> {
  const graph = makeGraph();
  const symbols = inputs.map(({ shape, dtype = 'float32' }, i) => graph.input(`x${i}`, dtype, shape));
  const feeds: Record<string, Float64Array> = {};
  inputs.forEach(({ shape, dtype = 'float32', draw = (r) => r.normal() }, i) => {
    // Rounded through the input's dtype, so that both sides see the same numbers.
    const data = allocate(dtype, sizeOf(shape)) as Float32Array;
    for (let k = 0; k < data.length; k++) data[k] = draw(rng, k);
    feeds[`x${i}`] = Float64Array.from(data);
  });
  const y = build(...symbols);
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
  const expected = evaluateReference(graph.ops, Object.values(outputs), feeds);
  const got = await runOnnx(graph, outputs, feeds);
  Object.keys(outputs).forEach((name, i) => {
    expectAllClose(Array.from(got[name]!.data as Float32Array, Number), expected[i]!, tolerance);
  });
}

/** ∂⟨d, y⟩/∂x by central differences of the reference. */
function finiteDifferences(
  graph: Graph,
  { y, symbol }: { y: SymbolicTensor; symbol: SymbolicTensor },
  feeds: Readonly<Record<string, Float64Array>>,
): Float64Array {
  const { name } = symbol.node.attributes as { name: string };
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
  feeds: Readonly<Record<string, Float64Array>>,
): Promise<Record<string, HostTensor>> {
  const inputs = graph.nodes.filter((node) => node.op === 'input').map((node) => node.outputs[0]!);
  const session = await Session.create(ort, encodeModel({ graph, inputs, outputs }, 'standard'));
  const converted = Object.fromEntries(
    inputs.map(({ dtype, shape, node }) => {
      const { name } = node.attributes as { name: string };
      const data = allocate(dtype, sizeOf(shape)) as Float32Array;
      data.set(feeds[name]!);
      return [name, { dtype, shape, data } as HostTensor];
    }),
  );
  try {
    return await session.run(converted);
  } finally {
    await session.dispose();
  }
}

function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64';
}
