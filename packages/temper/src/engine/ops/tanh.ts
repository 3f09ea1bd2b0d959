import { mul, type OpDefinition, sub } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** Hyperbolic tangent. */
export const tanh: OpDefinition<'tanh'> = unary('tanh', {
  onnx: 'Tanh',
  evaluate: Math.tanh,
  derivative: (_x, y, d) => mul(d, sub(1, mul(y, y))),
});
