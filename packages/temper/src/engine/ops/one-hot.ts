import { assertInteger } from '../../base/index.ts';
import type { OpDefinition } from '../graph/index.ts';
import { assertIndices } from './indices.ts';

/** Rows with one value at the index and another elsewhere; rows of the other alone for indices outside. */
export const oneHot: OpDefinition<'oneHot'> = {
  infer([indices], { depth }) {
    assertIndices('oneHot', indices!);
    assertInteger('oneHot', 'depth', depth, 1);
    return [{ dtype: 'float32', shape: [...indices!.shape, depth] }];
  },
  evaluate([indices], { depth, on, off }) {
    const rows = new Float64Array(indices!.data.length * depth).fill(off);
    indices!.data.forEach((index, row) => {
      if (index >= 0 && index < depth) rows[row * depth + index] = on;
    });
    return [rows];
  },
  lower(emit, [indices], { attributes: { depth, on, off } }) {
    // Not ONNX's OneHot: that wraps negative indices, and takes twice the time.
    const classes = emit.constant({
      dtype: 'int32',
      shape: [depth],
      data: Int32Array.from({ length: depth }, (_, k) => k),
    });
    const column = emit.node('Unsqueeze', [indices!, emit.int64s([-1])]);
    const hits = emit.node('Equal', [column, classes]);
    return [emit.node('Where', [hits, emit.scalar(on, 'float32'), emit.scalar(off, 'float32')])];
  },
};
