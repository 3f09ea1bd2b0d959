import { describe, expect, it } from 'vitest';
import { checkOp } from '../../../test/support/check-op.ts';
import { reshape } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('reshape', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('reshape', [
      { inputs: [{ shape: [2, 6] }], build: (x) => reshape(x, [3, 4]) },
      { inputs: [{ shape: [2, 6] }], build: (x) => reshape(x, [2, 3, -1]) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => reshape(x, [-1]) },
      { inputs: [{ shape: [1, 1] }], build: (x) => reshape(x, []) },
      { inputs: [{ shape: [] }], build: (x) => reshape(x, [1, 1]) },
      { inputs: [{ shape: [2, 0, 3] }], build: (x) => reshape(x, [0, 6]) },
      { inputs: [{ shape: [0, 3] }], build: (x) => reshape(x, [3, 0]) },
    ]);
  });

  it('refuses another number of elements', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => reshape(x, [4])).toThrow('reshape: expected 6 elements for [2, 3], got shape [4]');
    expect(() => reshape(x, [4, -1])).toThrow('got shape [4, -1]');
    expect(() => x.graph.apply('reshape', [x], { shape: [-2, -3] })).toThrow(
      'reshape: expected a shape of 6 elements, got [-2, -3]',
    );
  });

  it('is nothing at all towards the same shape', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(reshape(x, [2, -1])).toBe(x);
  });
});
