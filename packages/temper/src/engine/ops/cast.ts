import { cast as castTo, elementType, type OpDefinition } from '../graph/index.ts';
import { isFloating } from './elementwise.ts';

/**
 * The same numbers in another dtype. Towards integers fractions are cut off; towards bool everything
 * but 0 is true. Numbers the integer type cannot hold give no defined result.
 */
export const cast: OpDefinition<'cast'> = {
  infer: ([x], { to }) => [{ dtype: to, shape: x!.shape }],
  evaluate([x], { to }) {
    if (to === 'bool') return [x!.data.map((value) => Number(value !== 0))];
    return [isFloating(to) ? x!.data : x!.data.map(Math.trunc)];
  },
  lower: (emit, inputs, { attributes }) => [
    emit.node('Cast', inputs, { to: elementType(attributes.to) }),
  ],
  vjp(node, d) {
    const { dtype } = node.inputs[0]!;
    return [isFloating(dtype) && isFloating(d.dtype) ? castTo(d, dtype) : undefined];
  },
};
