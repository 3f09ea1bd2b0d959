import { describe, test } from 'vitest';
import { pullback } from '../../src/engine/autodiff/index.ts';
import {
  averagePool,
  type AveragePoolingOptions,
  evaluateReference,
  groupNorm,
  localResponseNorm,
  type LocalResponseNormOptions,
  maxPool,
  type PoolingOptions,
  type SymbolicTensor,
} from '../../src/engine/graph/index.ts';
import { makeGraph } from '../../src/engine/ops/index.ts';
import { readGolden } from '../support/analysis.ts';
import { FLOAT32, numbersOf, runOnnx } from '../support/check-op.ts';
import { expectAllClose } from '../support/matchers.ts';

type Numbers = readonly number[];

type Case = {
  readonly inputs: Readonly<Record<string, { readonly shape: Numbers; readonly values: Numbers }>>;
  readonly shape: Numbers;
  readonly y: Numbers;
  readonly d: Numbers;
  readonly gradients: Readonly<Record<string, Numbers>>;
} & (
  | { readonly op: 'maxPool'; readonly options: PoolingOptions }
  | { readonly op: 'averagePool'; readonly options: AveragePoolingOptions }
  | { readonly op: 'localResponseNorm'; readonly options: LocalResponseNormOptions }
  | { readonly op: 'groupNorm'; readonly options: Parameters<typeof groupNorm>[2] }
);

const { cases } = readGolden('pooling') as { readonly cases: readonly Case[] };

function applied({ op, options }: Case, inputs: readonly SymbolicTensor[]): SymbolicTensor {
  const [x, gain, bias] = inputs;
  switch (op) {
    case 'maxPool':
      return maxPool(x!, options);
    case 'averagePool':
      return averagePool(x!, options);
    case 'localResponseNorm':
      return localResponseNorm(x!, options);
    case 'groupNorm':
      return groupNorm(x!, { gain: gain!, bias: bias! }, options);
  }
}

describe('pooling and normalisation of images have the values and gradients of torch', () => {
  test.each(
    cases.map((golden): [string, Case] => [
      `${golden.op} of [${golden.inputs.x!.shape.join(', ')}] by ${JSON.stringify(golden.options)}`,
      golden,
    ]),
  )('%s', async (_title, golden) => {
    const graph = makeGraph();
    const inputs = Object.entries(golden.inputs).map(([name, { shape }]) =>
      graph.input(name, 'float32', shape),
    );
    const feeds = Object.fromEntries(
      Object.entries(golden.inputs).map(([name, { values }]) => [name, Float64Array.from(values)]),
    );
    feeds.d = Float64Array.from(golden.d);
    const y = applied(golden, inputs);
    const cotangents = [graph.input('d', 'float32', golden.shape)];
    const slopes = pullback(graph, { outputs: [y], cotangents }, inputs);
    const tensors = [y, ...slopes];
    const expected = [golden.y, ...Object.values(golden.gradients)];
    evaluateReference(graph.ops, tensors, feeds).forEach((value, i) => {
      expectAllClose(value, expected[i]!);
    });
    const outputs = Object.fromEntries(tensors.map((tensor, i) => [`out${i}`, tensor]));
    const got = await runOnnx(graph, outputs, feeds);
    tensors.forEach((_, i) => {
      expectAllClose(numbersOf(got[`out${i}`]!), expected[i]!, FLOAT32);
    });
  });
});
