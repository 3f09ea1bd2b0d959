import { mul, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** e^x. */
export const exp: OpDefinition<'exp'> = unary('exp', {
  onnx: 'Exp',
  evaluate: Math.exp,
  derivative: (_x, y, d) => mul(d, y),
});
