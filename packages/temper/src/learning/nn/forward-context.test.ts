import { describe, expect, it } from 'vitest';
import { makeGraph } from '../../engine/ops/index.ts';
import { ForwardContext } from './forward-context.ts';
import { zeros } from './initializers.ts';

describe('ForwardContext', () => {
  it('keeps a buffer as it is unless it is updated', () => {
    const graph = makeGraph();
    const context = new ForwardContext(graph, { training: true });
    const [still, moved] = ['still', 'moved'].map((name) => context.buffer(name, [2], zeros));
    const next = graph.input('next', 'float32', [2]);
    context.update('moved', next);
    expect(context.buffers.map(({ name, tensor, next: then }) => [name, tensor, then])).toEqual([
      ['still', still, still],
      ['moved', moved, next],
    ]);
  });

  it('refuses to update what is no buffer, or with another shape', () => {
    const graph = makeGraph();
    const context = new ForwardContext(graph, { training: true });
    context.buffer('mean', [2], zeros);
    const next = graph.input('next', 'float32', [3]);
    expect(() => {
      context.update('variance', next);
    }).toThrow('expected a buffer declared before, got variance [3]');
    expect(() => {
      context.update('mean', next);
    }).toThrow('expected shape [2], got mean [3]');
  });

  it('refuses a name twice', () => {
    const context = new ForwardContext(makeGraph(), { training: true });
    context.buffer('mean', [2], zeros);
    expect(() => context.buffer('mean', [2], zeros)).toThrow("got 'mean' again");
  });
});
