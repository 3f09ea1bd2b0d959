import { describe, expect, it } from 'vitest';
import { checkOp, expectGradients, expectValues } from '../../../test/support/check-op.ts';
import { flip, slice, type SliceRange, type SymbolicTensor } from '../graph/index.ts';
import { makeGraph } from './index.ts';

/** A slice of one axis. */
function along(range: SliceRange): (x: SymbolicTensor) => SymbolicTensor {
  return (x) => slice(x, [range]);
}

describe('slice', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('slice', [
      { inputs: [{ shape: [4, 5] }], build: along({ axis: 1, start: 1, end: 4 }) },
      { inputs: [{ shape: [6] }], build: along({ axis: 0, start: 1, end: 6, step: 2 }) },
      { inputs: [{ shape: [2, 5] }], build: along({ axis: -1, start: 4, end: -1, step: -1 }) },
      { inputs: [{ shape: [3, 1] }], build: along({ axis: 1, start: 0, end: -1, step: -1 }) },
      { inputs: [{ shape: [3] }], build: along({ axis: 0, start: 1, end: 1 }) },
      { inputs: [{ shape: [7] }], build: along({ axis: 0, start: 5, end: 1, step: -1 }) },
      { inputs: [{ shape: [2, 1, 3, 4] }], build: (x) => flip(x, [1, -1]) },
      {
        inputs: [{ shape: [3, 4, 7] }],
        build: (x) =>
          slice(x, [
            { axis: 0, start: 1, end: 3 },
            { axis: 1, start: 3, end: 0, step: -2 },
            { axis: 2, start: 0, end: 7, step: 3 },
          ]),
      },
    ]);
  });

  it('walks up, down and in strides', async () => {
    const x = [0, 1, 2, 3, 4];
    await expectValues([x], along({ axis: 0, start: 1, end: 3 }), [1, 2]);
    await expectValues([x], along({ axis: 0, start: 0, end: 5, step: 3 }), [0, 3]);
    await expectValues([x], along({ axis: 0, start: 4, end: -1, step: -1 }), [4, 3, 2, 1, 0]);
    await expectValues([x], along({ axis: 0, start: 4, end: 0, step: -2 }), [4, 2]);
    await expectGradients([x], along({ axis: 0, start: 4, end: 0, step: -2 }), [[0, 0, 1, 0, 1]]);
  });

  it('turns axes around, once each', async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await expectValues([x], (a) => flip(a, [1]), [3, 2, 1, 6, 5, 4]);
    await expectValues([x], (a) => flip(a, [0, 1, -1]), [6, 5, 4, 3, 2, 1]);
    await expectGradients([x], (a) => slice(flip(a, [1]), [{ axis: 1, start: 0, end: 1 }]), [
      [0, 0, 1, 0, 0, 1],
    ]);
  });

  it('refuses ranges that leave the axis', () => {
    const x = makeGraph().input('x', 'float32', [2, 5]);
    const refused = 'slice: expected a range inside axis 1 of [2, 5], got';
    expect(() => slice(x, [{ axis: 1, start: 0, end: 6 }])).toThrow(`${refused} 0 to 6 by 1`);
    expect(() => slice(x, [{ axis: 1, start: -1, end: 2 }])).toThrow(`${refused} -1 to 2 by 1`);
    expect(() => slice(x, [{ axis: 1, start: 0, end: 5, step: 0 }])).toThrow(
      `${refused} 0 to 5 by 0`,
    );
    expect(() => slice(x, [{ axis: 1, start: 5, end: 0, step: -1 }])).toThrow(
      `${refused} 5 to 0 by -1`,
    );
  });

  it('is nothing at all when everything stays', () => {
    const x = makeGraph().input('x', 'float32', [2, 5]);
    expect(slice(x, [{ axis: 1, start: 0, end: 5 }])).toBe(x);
  });
});
