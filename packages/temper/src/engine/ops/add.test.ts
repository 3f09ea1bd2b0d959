import { describe, expect, it } from 'vitest';
import { checkOp, expectValues } from '../../../test/support/check-op.ts';
import { binaryCases } from '../../../test/support/op-cases.ts';
import { add } from '../graph/index.ts';
import { makeGraph } from './index.ts';

describe('add', () => {
  it('agrees with the reference in value and gradient', async () => {
    await checkOp('add', binaryCases(add));
  });

  it('turns a number into a constant of the other dtype', async () => {
    await expectValues([{ data: [1, 2], dtype: 'int32' }], (x) => add(x, 3), [4, 5]);
    await expectValues([{ data: [1, 2], dtype: 'float64' }], (x) => add(0.5, x), [1.5, 2.5]);
  });

  it('refuses operands that do not fit, with their types', () => {
    const graph = makeGraph();
    const x = graph.input('x', 'float32', [2, 3]);
    const column = graph.input('column', 'float32', [2]);
    const counts = graph.input('counts', 'int32', [2, 3]);
    const mask = graph.input('mask', 'bool', [2, 3]);
    expect(() => add(x, column)).toThrow(
      'add(float32 [2, 3], float32 [2]): add: expected shapes that broadcast together, got [2, 3] and [2]',
    );
    expect(() => add(x, counts)).toThrow(
      'add: expected operands of one dtype, got float32 and int32',
    );
    expect(() => add(mask, mask)).toThrow('add: expected numbers, got bool');
    expect(() => add(counts, 0.5)).toThrow('add: expected a whole number beside int32, got 0.5');
    expect(() => add(1, 2)).toThrow('add: expected at least one tensor, got numbers only');
  });
});
