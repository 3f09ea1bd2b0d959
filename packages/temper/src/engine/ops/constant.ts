import { GraphError } from '../../base/index.ts';
import type { OpDefinition } from '../graph/index.ts';

/** A value fixed in the graph. */
export const constant: OpDefinition<'constant'> = {
  infer: (_inputs, { value, dtype }) => [{ dtype, shape: value.shape }],
  evaluate: (_inputs, { value }) => [Float64Array.from(value.data as ArrayLike<number>, Number)],
  lower() {
    throw new GraphError('internal: constants become initializers, they are not lowered');
  },
};
