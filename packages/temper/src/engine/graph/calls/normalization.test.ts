import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../../test/support/check-op.ts';
import { makeGraph } from '../../ops/index.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { groupNorm } from './normalization.ts';

/** Group normalisation of three inputs. */
function into(groups: number): (...inputs: SymbolicTensor[]) => SymbolicTensor {
  return (x, gain, bias) => groupNorm(x, { gain: gain, bias: bias }, { groups });
}

describe('groupNorm', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('layerNorm', [
      { inputs: [{ shape: [2, 4, 2, 3] }, { shape: [4] }, { shape: [4] }], build: into(2) },
      { inputs: [{ shape: [1, 3, 3, 2] }, { shape: [3] }, { shape: [3] }], build: into(1) },
      { inputs: [{ shape: [3, 2, 1, 4] }, { shape: [2] }, { shape: [2] }], build: into(2) },
    ]);
  });

  it('normalises the channels of a group together, and scales each by itself', async () => {
    // Groups (1, 3) and (5, 5) have means 2 and 5, variances 1 and 0; ε makes the first 1/√(1 + 3) = 1/2.
    const x = { data: [1, 3, 5, 5], shape: [1, 4, 1, 1] };
    await expectValues(
      [x, [2, 4, 6, 8], [10, 20, 30, 40]],
      (a, gain, bias) => groupNorm(a, { gain: gain, bias: bias }, { groups: 2, epsilon: 3 }),
      [9, 22, 30, 40],
    );
  });

  it('refuses groups that do not divide the channels', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [1, 4, 2, 2]);
    const vector = graph.input('v', 'float32', [4]);
    const affine = { gain: vector, bias: vector };
    expect(() => groupNorm(x, affine, { groups: 3 })).toThrow(
      'groupNorm: expected x [N, C, H, W] with channels that 3 groups divide, got [1, 4, 2, 2]',
    );
    expect(() => groupNorm(x, affine, { groups: 0 })).toThrow('groups to be a whole number');
    expect(() => groupNorm(x, affine, { groups: 2, epsilon: 0 })).toThrow(
      'groupNorm: expected epsilon',
    );
  });
});
