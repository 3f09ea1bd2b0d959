import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { pad } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('pad', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('pad', [
      { inputs: [{ shape: [2, 3] }], build: (x) => pad(x, [1, 0], [0, 2]) },
      { inputs: [{ shape: [3] }], build: (x) => pad(x, [2], [1]) },
      { inputs: [{ shape: [1, 2, 2, 3] }], build: (x) => pad(x, [0, 0, 1, 1], [0, 0, 1, 1]) },
      { inputs: [{ shape: [0, 2] }], build: (x) => pad(x, [1, 0], [1, 1]) },
    ]);
  });

  it('puts zeros around the elements', async () => {
    const x = { data: [1, 2], shape: [1, 2] };
    await expectValues([x], (row) => pad(row, [0, 1], [1, 1]), [0, 1, 2, 0, 0, 0, 0, 0]);
  });

  it('refuses counts that do not fit, and is nothing at all without zeros', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => pad(x, [0], [0])).toThrow(
      'pad: expected a count of zeros for each axis of [2, 3], got [0] before and [0] after',
    );
    expect(() => pad(x, [0, -1], [0, 0])).toThrow('got [0, -1] before');
    expect(pad(x, [0, 0], [0, 0])).toBe(x);
  });
});
