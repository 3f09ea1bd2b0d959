import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { averagePoolInput } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('averagePoolInput', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('averagePoolInput', [
      {
        inputs: [{ shape: [2, 2, 2, 3] }],
        build: (d) => averagePoolInput(d, { size: 2, imageSize: [5, 6] }),
      },
      {
        inputs: [{ shape: [1, 3, 3, 2] }],
        build: (d) =>
          averagePoolInput(d, {
            size: 3,
            stride: [2, 3],
            padding: [1, 0, 1, 2],
            countPadding: false,
            imageSize: [5, 5],
          }),
      },
    ]);
  });

  it('shares every element out among its window', async () => {
    const d = { data: [4, 8], shape: [1, 1, 1, 2] };
    const pool = { size: 2, stride: 1, imageSize: [2, 3] } as const;
    await expectValues([d], (a) => averagePoolInput(a, pool), [1, 3, 2, 1, 3, 2]);
  });

  it('refuses what pooling does not give', () => {
    const d = makeGraph().input('d', 'float32', [1, 1, 2, 2]);
    expect(() => averagePoolInput(d, { size: 2, imageSize: [6, 4] })).toThrow(
      'averagePoolInput: expected d of shape [1, 1, 3, 2], got [1, 1, 2, 2]',
    );
  });
});
