import { mul, type OpDefinition, sub } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** Logistic sigmoid. */
export const sigmoid: OpDefinition<'sigmoid'> = unary('sigmoid', {
  onnx: 'Sigmoid',
  evaluate: (x) => 1 / (1 + Math.exp(-x)),
  derivative: (_x, y, d) => mul(d, mul(y, sub(1, y))),
});
