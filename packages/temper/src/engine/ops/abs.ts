import { mul, neg, type OpDefinition, step, sub } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** |x|. The slope is the sign of x, 0 at 0. */
export const abs: OpDefinition<'abs'> = unary('abs', {
  onnx: 'Abs',
  evaluate: Math.abs,
  derivative: (x, _y, d) => mul(d, sub(step(x), step(neg(x)))),
});
