import { neg as negative, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** −x. */
export const neg: OpDefinition<'neg'> = unary('neg', {
  onnx: 'Neg',
  evaluate: (x) => -x,
  derivative: (_x, _y, d) => negative(d),
});
