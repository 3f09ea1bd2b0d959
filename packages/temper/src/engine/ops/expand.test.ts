import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { expand } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('expand', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('expand', [
      { inputs: [{ shape: [3] }], build: (x) => expand(x, [2, 3]) },
      { inputs: [{ shape: [2, 1, 3] }], build: (x) => expand(x, [2, 4, 3]) },
      { inputs: [{ shape: [1, 2] }], build: (x) => expand(x, [3, 2, 2]) },
      { inputs: [{ shape: [] }], build: (x) => expand(x, [2, 2]) },
      { inputs: [{ shape: [1, 2] }], build: (x) => expand(x, [0, 2]) },
    ]);
  });

  it('repeats a column along its row', async () => {
    const column = { data: [1, 2], shape: [2, 1] };
    await expectValues([column], (x) => expand(x, [2, 3]), [1, 1, 1, 2, 2, 2]);
  });

  it('refuses shapes that are not larger', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => expand(x, [2, 1])).toThrow(
      'expand: expected a shape that [2, 3] broadcasts to, got [2, 1]',
    );
    expect(() => expand(x, [3])).toThrow('got [3]');
    expect(() => expand(x, [4, 3])).toThrow('expand: expected shapes that broadcast together');
  });
});
