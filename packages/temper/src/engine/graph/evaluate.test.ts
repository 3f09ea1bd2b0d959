import { describe, expect, it } from 'vitest';
import { GraphError, ShapeError } from '../../base/index.ts';
import { makeGraph } from '../ops/index.ts';
import { add, evaluateReference, mul } from './index.ts';

describe('evaluateReference', () => {
  it('computes in float64', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const [y] = evaluateReference(graph.ops, [add(mul(x, 2), 1)], {
      x: Float64Array.of(0.1, 1e-17),
    });
    expect(y).toEqual(Float64Array.of(1.2, 1));
  });

  it('asks for the inputs that the outputs need, and for no others', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    graph.input('unused', 'float32', [2]);
    expect(() => evaluateReference(graph.ops, [x], {})).toThrow(
      new GraphError("evaluateReference: expected a feed for input 'x', got none"),
    );
    expect(evaluateReference(graph.ops, [x], { x: Float64Array.of(1, 2) })).toHaveLength(1);
  });

  it('refuses a feed of another size', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    expect(() => evaluateReference(graph.ops, [x], { x: new Float64Array(5) })).toThrow(
      new ShapeError("evaluateReference: expected 6 elements [2, 3] for input 'x', got 5"),
    );
  });
});
