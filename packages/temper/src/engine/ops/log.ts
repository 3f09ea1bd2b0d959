import { div, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** Natural logarithm. */
export const log: OpDefinition<'log'> = unary('log', {
  onnx: 'Log',
  evaluate: Math.log,
  derivative: (x, _y, d) => div(d, x),
});
