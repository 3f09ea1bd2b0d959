import { GraphError } from '../../base/index.ts';
import type { OpDefinition } from '../graph/index.ts';

/** A value fed at every run. */
export const input: OpDefinition<'input'> = {
  infer: (_inputs, { dtype, shape }) => [{ dtype, shape }],
  evaluate(_inputs, { name }) {
    throw new GraphError(`internal: input '${name}' is fed, not evaluated`);
  },
  lower(_emit, _inputs, { attributes }) {
    throw new GraphError(`internal: input '${attributes.name}' is named, not lowered`);
  },
};
