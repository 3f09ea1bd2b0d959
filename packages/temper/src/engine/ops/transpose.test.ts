import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { transpose } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('transpose', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('transpose', [
      { inputs: [{ shape: [2, 3] }], build: (x) => transpose(x) },
      { inputs: [{ shape: [2, 3, 4] }], build: (x) => transpose(x, [2, 0, 1]) },
      { inputs: [{ shape: [2, 3, 1, 4] }], build: (x) => transpose(x, [0, 2, 1, 3]) },
      { inputs: [{ shape: [0, 3] }], build: (x) => transpose(x) },
    ]);
  });

  it('turns rows into columns', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await expectValues([x], (rows) => transpose(rows), [1, 4, 2, 5, 3, 6]);
  });

  it('refuses what is no permutation', () => {
    const x = makeGraph().input('x', 'float32', [2, 3]);
    expect(() => transpose(x, [0, 0])).toThrow(
      'transpose: expected a permutation of the axes of [2, 3], got [0, 0]',
    );
    expect(() => transpose(x, [0, 1, 2])).toThrow('got [0, 1, 2]');
  });
});
