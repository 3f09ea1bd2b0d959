import { reshape, type SymbolicTensor } from '../graph/index.ts';

/** All that lies along the last axis as the rows of one matrix. */
export function asRows(x: SymbolicTensor): SymbolicTensor {
  return reshape(x, [-1, x.shape.at(-1)!]);
}
