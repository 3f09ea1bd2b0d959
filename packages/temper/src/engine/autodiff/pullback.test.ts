import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import { expectAllClose } from '../../../test/support/matchers.ts';
import {
  add,
  argMax,
  cast,
  dense,
  evaluateReference,
  exp,
  logSoftmax,
  mul,
  reduceMean,
  reduceSum,
  reshape,
  softmaxCrossEntropy,
  tanh,
} from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { gradients, pullback } from './index.ts';

describe('gradients', () => {
  it('adds up what reaches a value along several ways', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', []);
    // d/dx (x·eˣ + x + x²) = eˣ + x·eˣ + 1 + 2x
    const loss = add(add(mul(x, exp(x)), x), mul(x, x));
    const [slope] = evaluateReference(graph.ops, gradients(graph, loss, [x]), {
      x: Float64Array.of(2),
    });
    expectAllClose(slope!, [3 * Math.E ** 2 + 5]);
  });

  it('is the identity for the loss itself, and zero for what the loss does not depend on', () => {
    const graph = makeGraph();
    const loss = graph.input('loss', 'float32', []);
    const other = graph.input('other', 'float32', [2, 2]);
    const labels = cast(argMax(other, 1), 'float32');
    const total = add(loss, reduceSum(labels));
    const slopes = gradients(graph, total, [total, loss, other]);
    expect(slopes.map(({ shape }) => shape)).toEqual([[], [], [2, 2]]);
    const values = evaluateReference(graph.ops, slopes, {
      loss: Float64Array.of(3),
      other: Float64Array.of(1, 2, 3, 4),
    });
    expect(values.map((value) => [...value])).toEqual([[1], [1], [0, 0, 0, 0]]);
  });

  it('gives the gradient at values in the middle of the graph', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const hidden = mul(x, 3);
    const slopes = gradients(graph, reduceSum(mul(hidden, hidden)), [hidden, x]);
    const values = evaluateReference(graph.ops, slopes, { x: Float64Array.of(1, -2) });
    expect(values.map((value) => [...value])).toEqual([
      [6, -12],
      [18, -36],
    ]);
  });

  it('agrees with finite differences through a network', () => {
    const graph = makeGraph();
    const shapes = { x: [5, 4], w1: [6, 4], b1: [6], w2: [3, 6], t: [5, 3] };
    const rng = Rng.fromSeed(3);
    const inputs = Object.entries(shapes).map(([name, shape]) =>
      graph.input(name, 'float32', shape),
    );
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([name, [rows = 1, columns = 1]]) => [
        name,
        Float64Array.from({ length: rows * columns }, () => rng.normal()),
      ]),
    );
    const [x, w1, b1, w2, t] = inputs;
    const hidden = tanh(dense(x!, w1!, b1));
    const loss = reduceMean(mul(logSoftmax(dense(hidden, w2!)), t!));
    const slopes = gradients(graph, loss, inputs);
    const values = evaluateReference(graph.ops, slopes, feeds);
    const lossAt = (name: string, index: number, delta: number): number => {
      const moved = Float64Array.from(feeds[name]!);
      moved[index]! += delta;
      return evaluateReference(graph.ops, [loss], { ...feeds, [name]: moved })[0]![0]!;
    };
    const h = 1e-5;
    Object.keys(shapes).forEach((name, i) => {
      const differences = feeds[name]!.map(
        (_, index) => (lossAt(name, index, h) - lossAt(name, index, -h)) / (2 * h),
      );
      // Central differences of this step are good to about 1e-10 of the loss.
      expectAllClose(values[i]!, differences, { rtol: 1e-7, atol: 1e-9 });
    });
  });

  it('differentiates a gradient again', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', []);
    const [slope] = gradients(graph, mul(mul(x, x), x), [x]);
    const [curvature] = gradients(graph, slope!, [x]);
    const values = evaluateReference(graph.ops, [slope!, curvature!], { x: Float64Array.of(2) });
    expect(values.map(([value]) => value)).toEqual([12, 12]);
  });

  it('refuses a loss that is not a scalar', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    expect(() => gradients(graph, x, [x])).toThrow('gradients: expected a scalar, got shape [2]');
  });

  it('refuses second derivatives of macro ops, rather than leave something out', () => {
    const graph = makeGraph();
    const [z, t] = ['z', 't'].map((name) => graph.input(name, 'float32', [2, 3]));
    const [slope] = gradients(graph, reduceSum(softmaxCrossEntropy(z!, t!)), [z!]);
    expect(() => gradients(graph, reduceSum(mul(slope!, slope!)), [z!])).toThrow(
      'pullback: expected gradients of first outputs only, got one of output 1 of softmaxCrossEntropy',
    );
  });
});

describe('pullback', () => {
  it('weighs outputs of any shape by their cotangents', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const weights = graph.input('weights', 'float32', [1, 2]);
    const outputs = [mul(x, x), reshape(mul(x, 5), [1, 2])];
    const cotangents = [
      graph.constant({ dtype: 'float32', shape: [2], data: Float32Array.of(1, 0) }),
      weights,
    ];
    const [slope] = pullback(graph, { outputs, cotangents }, [x]);
    const [value] = evaluateReference(graph.ops, [slope!], {
      x: Float64Array.of(3, 4),
      weights: Float64Array.of(10, 100),
    });
    expect(value).toEqual(Float64Array.of(6 + 50, 500));
  });

  it('refuses a cotangent of another shape', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    expect(() =>
      pullback(graph, { outputs: [exp(x)], cotangents: [graph.scalar(1)] }, [x]),
    ).toThrow('pullback: expected a cotangent of shape [2], got []');
  });
});
