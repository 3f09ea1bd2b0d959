import { exp, int, mul, type OpDefinition, reduceSum, sub } from '../graph/index.ts';
import { assertAxis } from './axis-layout.ts';
import { assertFloating } from './elementwise.ts';
import { referenceLogSoftmax } from './log-softmax-reference.ts';

/** x − log Σ e^x along an axis. The gradient is d − e^y·Σd. */
export const logSoftmax: OpDefinition<'logSoftmax'> = {
  infer([x], { axis }) {
    assertFloating('logSoftmax', x!);
    assertAxis('logSoftmax', axis, x!.shape);
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate: ([x], { axis }) => [referenceLogSoftmax(x!, axis)],
  lower: (emit, inputs, { attributes }) => [
    emit.node('LogSoftmax', inputs, { axis: int(attributes.axis) }),
  ],
  vjp: ({ outputs: [y], attributes: { axis } }, d) => [
    sub(d, mul(exp(y!), reduceSum(d, { axes: [axis], keepDims: true }))),
  ],
};
