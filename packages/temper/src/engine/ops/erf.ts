import { exp, mul, neg, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';
import { errorFunction } from './error-function.ts';

/** The error function. Its slope is 2/√π·e^(−x²). */
export const erf: OpDefinition<'erf'> = unary('erf', {
  onnx: 'Erf',
  evaluate: errorFunction,
  derivative: (x, _y, d) => mul(d, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))),
});
