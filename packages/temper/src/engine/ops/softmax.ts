import { int, mul, type OpDefinition, reduceSum, sub } from '../graph/index.ts';
import { assertAxis } from './axis-layout.ts';
import { assertFloating } from './elementwise.ts';
import { referenceLogSoftmax } from './log-softmax-reference.ts';

/** e^x / Σ e^x along an axis. With t = d·y the gradient is t − y·Σt. */
export const softmax: OpDefinition<'softmax'> = {
  infer([x], { axis }) {
    assertFloating('softmax', x!);
    assertAxis('softmax', axis, x!.shape);
    return [{ dtype: x!.dtype, shape: x!.shape }];
  },
  evaluate: ([x], { axis }) => [referenceLogSoftmax(x!, axis).map(Math.exp)],
  lower: (emit, inputs, { attributes }) => [
    emit.node('Softmax', inputs, { axis: int(attributes.axis) }),
  ],
  vjp({ outputs: [y], attributes: { axis } }, d) {
    const weighted = mul(d, y!);
    return [sub(weighted, mul(y!, reduceSum(weighted, { axes: [axis], keepDims: true })))];
  },
};
