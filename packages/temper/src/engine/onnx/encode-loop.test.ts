import { describe, expect, it } from 'vitest';
import { GraphError } from '../../base/index.ts';
import { add, reduceSum } from '../graph/index.ts';
import { makeGraph } from '../ops/index.ts';
import { decodeModel } from './decode-model.ts';
import { encodeLoop } from './encode-loop.ts';

/** A program that adds what it is fed to its state, under given names. */
function encode({ state = 'total', feed = 'amount', metric = 'sum' }): Uint8Array {
  const graph = makeGraph();
  const current = graph.input(state, 'float32', [2]);
  const amount = graph.input(feed, 'float32', [2]);
  const next = add(current, amount);
  const metrics = { [metric]: reduceSum(next) };
  return encodeLoop({ graph, state: [{ current, next }], feeds: [amount], metrics }, 'standard');
}

describe('encodeLoop', () => {
  it('takes and gives what its program names', () => {
    const { inputs, outputs } = decodeModel(encode({}));
    expect(inputs.map(({ name }) => name)).toEqual(['steps', 'amount', 'total']);
    expect(outputs.map(({ name }) => name)).toEqual(['next:total', 'sum']);
  });

  it.each([
    { state: 'steps' },
    { state: 'iteration' },
    { feed: 'iteration' },
    { feed: 'condition' },
    { feed: 'goOn' },
    { feed: 'state:total' },
    { metric: 'steps' },
    { metric: 'condition' },
    { metric: 'amount' },
    { metric: 'total' },
    { metric: 'next:total' },
  ])('refuses a name that is taken: %o', (names) => {
    expect(() => encode(names)).toThrow(GraphError);
    expect(() => encode(names)).toThrow(`got '${Object.values(names)[0]!}'`);
  });
});
