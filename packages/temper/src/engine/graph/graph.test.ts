import { describe, expect, it } from 'vitest';
import { GraphError } from '../../base/index.ts';
import { makeGraph } from '../ops/index.ts';
import { add, constant, exp, matmul, mul, reduceSum, reshape } from './index.ts';

describe('Graph', () => {
  it('computes an application that is written twice once', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const first = mul(exp(x), exp(x));
    const count = graph.nodes.length;
    expect(mul(exp(x), exp(x))).toBe(first);
    expect(reduceSum(x, { axes: [-1, 0] })).toBe(reduceSum(x));
    expect(graph.nodes).toHaveLength(count + 1);
  });

  it('keeps apart what differs in an input, in their order or in an attribute', () => {
    const graph = makeGraph();
    const [x, y] = [graph.input('x', 'float32', [2, 2]), graph.input('y', 'float32', [2, 2])];
    expect(add(x, y)).not.toBe(add(y, x));
    expect(matmul(x, y)).not.toBe(matmul(x, y, { transposeB: true }));
    expect(reduceSum(x, { axes: [0] })).not.toBe(reduceSum(x, { axes: [1] }));
  });

  it('shares scalar constants by value and dtype, and tells 0 from −0', () => {
    const graph = makeGraph();
    expect(graph.scalar(0.5)).toBe(graph.scalar(0.5));
    expect(graph.scalar(0)).not.toBe(graph.scalar(-0));
    expect(graph.scalar(NaN)).toBe(graph.scalar(NaN));
    expect(constant(graph, [1], { shape: [], dtype: 'int32' })).not.toBe(graph.scalar(1));
  });

  it('lists inputs before their users', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    add(exp(x), mul(x, 2));
    for (const node of graph.nodes) {
      expect(graph.nodes[node.id]).toBe(node);
      for (const input of node.inputs) expect(input.node.id).toBeLessThan(node.id);
    }
  });

  it('names node, op and input types when shapes do not fit', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const labels = graph.input('labels', 'int32', [2]);
    expect(() => matmul(x, x)).toThrow(
      new GraphError(
        'node 2 matmul(float32 [2, 3], float32 [2, 3]): matmul: expected […, M, K] and […, K, N], got [2, 3] and [2, 3]',
      ),
    );
    expect(() => exp(labels)).toThrow(
      new GraphError('node 2 exp(int32 [2]): exp: expected floating-point numbers, got int32'),
    );
    expect(graph.nodes, 'a refused application leaves nothing behind').toHaveLength(2);
  });

  it('refuses a second input of one name', () => {
    const graph = makeGraph();
    graph.input('x', 'float32', [2]);
    expect(() => graph.input('x', 'float32', [2])).toThrow(
      new GraphError("Graph.input: expected a new input name, got 'x' again"),
    );
  });

  it('refuses tensors of another graph', () => {
    const [here, there] = [makeGraph(), makeGraph()];
    const x = here.input('x', 'float32', [2]);
    const y = there.input('y', 'float32', [2]);
    expect(() => add(x, y)).toThrow('add: expected inputs of one graph, got a tensor of another');
    expect(() => reshape(y, [2])).not.toThrow();
  });
});
