import { describe, expect, it } from 'vitest';
import { makeGraph } from '../ops/index.ts';
import { add, exp, log, reachable } from './index.ts';

describe('reachable', () => {
  it('lists what the outputs need, each node once, in topological order', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2]);
    const unused = graph.input('unused', 'float32', [2]);
    const y = exp(x);
    log(unused);
    const z = add(y, y);
    expect(reachable([z, y])).toEqual([x.node, y.node, z.node]);
    expect(reachable([])).toEqual([]);
  });

  it('walks chains longer than the call stack', () => {
    let x = makeGraph().input('x', 'float32', []);
    for (let i = 0; i < 12_000; i++) x = add(x, x);
    expect(reachable([x])).toHaveLength(12_001);
  });
});
