import { div, mul, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** Square root. */
export const sqrt: OpDefinition<'sqrt'> = unary('sqrt', {
  onnx: 'Sqrt',
  evaluate: Math.sqrt,
  derivative: (_x, y, d) => div(d, mul(y, 2)),
});
