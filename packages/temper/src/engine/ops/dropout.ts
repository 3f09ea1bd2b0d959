import { assertWithin, DTypeError, ShapeError } from '../../base/index.ts';
import { formatShape, sameShape } from '../../tensor/index.ts';
import { dropout as drop, elementType, type OpDefinition } from '../graph/index.ts';
import { assertFloating } from './elementwise.ts';

/** x/keep where the mask holds, 0 elsewhere. */
export const dropout: OpDefinition<'dropout'> = {
  infer([x, mask], { keep }) {
    assertFloating('dropout', x!);
    if (mask!.dtype !== 'bool') {
      throw new DTypeError(`dropout: expected a bool mask, got ${mask!.dtype}`);
    }
    if (!sameShape(x!.shape, mask!.shape)) {
      throw new ShapeError(
        `dropout: expected a mask of shape ${formatShape(x!.shape)}, got ${formatShape(mask!.shape)}`,
      );
    }
    assertWithin('dropout', 'keep', keep, { minimum: 0, maximum: 1, openMinimum: true });
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate: ([x, mask], { keep }) => [
    x!.data.map((value, i) => (mask!.data[i] === 0 ? 0 : value / keep)),
  ],
  lower(emit, [x, mask], { inputs: [type], attributes: { keep } }) {
    // The factors 0 and 1/keep are made once, for the forward and the backward pass.
    const held = emit.node('Cast', [mask!], { to: elementType(type!.dtype) });
    const factors = emit.node('Mul', [held, emit.scalar(1 / keep, type!.dtype)]);
    return [emit.node('Mul', [x!, factors])];
  },
  vjp: (node, d) => [drop(d, node.inputs[1]!, node.attributes), undefined],
};
