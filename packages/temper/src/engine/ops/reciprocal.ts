import { mul, neg, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** 1/x. */
export const reciprocal: OpDefinition<'reciprocal'> = unary('reciprocal', {
  onnx: 'Reciprocal',
  evaluate: (x) => 1 / x,
  derivative: (_x, y, d) => neg(mul(d, mul(y, y))),
});
