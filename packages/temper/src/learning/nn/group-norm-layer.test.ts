import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../test/support/matchers.ts';
import { evaluateReference } from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import { ForwardContext } from './forward-context.ts';
import { groupNormLayer } from './group-norm-layer.ts';

describe('groupNormLayer', () => {
  it('normalises neighbouring channels together, then scales each by its own gain and bias', () => {
    const graph = makeGraph();
    const context = new ForwardContext(graph, { training: true });
    const x = graph.input('x', 'float32', [1, 4, 1, 2]);
    const y = groupNormLayer(context, x, { name: 'norm', groups: 2 });
    expect(context.parameters.map(({ name, role }) => [name, role])).toEqual([
      ['norm.gain', 'gain'],
      ['norm.bias', 'bias'],
    ]);
    const [values] = evaluateReference(graph.ops, [y], {
      // Channels 0 and 1: mean 3, variance 3.5. Channels 2 and 3: mean 0, variance 4.
      x: Float64Array.of(1, 2, 3, 6, 2, -2, 2, -2),
      'norm.gain': Float64Array.of(1, 2, 3, 1),
      'norm.bias': Float64Array.of(0, 1, 0, -1),
    });
    const [first, second] = [1 / Math.sqrt(3.5 + 1e-5), 1 / Math.sqrt(4 + 1e-5)];
    expectAllClose(values!, [
      -2 * first,
      -first,
      1,
      1 + 6 * first,
      6 * second,
      -6 * second,
      2 * second - 1,
      -2 * second - 1,
    ]);
  });
});
