import { DTypeError } from '../../base/index.ts';
import { broadcastShapes, sizeOf } from '../../tensor/index.ts';
import { type OpDefinition, where as choose } from '../graph/index.ts';
import { broadcastReader } from './elementwise.ts';
import { unbroadcast } from './unbroadcast.ts';

/** a where the condition holds, else b. */
export const where: OpDefinition<'where'> = {
  infer([condition, a, b]) {
    if (condition!.dtype !== 'bool') {
      throw new DTypeError(`where: expected a bool condition, got ${condition!.dtype}`);
    }
    if (a!.dtype !== b!.dtype) {
      throw new DTypeError(
        `where: expected alternatives of one dtype, got ${a!.dtype} and ${b!.dtype}`,
      );
    }
    const shape = broadcastShapes('where', condition!.shape, a!.shape, b!.shape);
    return [{ dtype: a!.dtype, shape }];
  },
  evaluate(inputs, _attributes, [out]) {
    const [condition, a, b] = inputs.map((input) => broadcastReader(input, out!.shape));
    return [
      Float64Array.from({ length: sizeOf(out!.shape) }, (_, i) => (condition!(i) ? a!(i) : b!(i))),
    ];
  },
  lower: (emit, inputs) => [emit.node('Where', inputs)],
  vjp(node, d, [, wantsA, wantsB]) {
    const [condition, a, b] = node.inputs;
    return [
      undefined,
      wantsA ? unbroadcast(choose(condition!, d, 0), a!.shape) : undefined,
      wantsB ? unbroadcast(choose(condition!, 0, d), b!.shape) : undefined,
    ];
  },
};
