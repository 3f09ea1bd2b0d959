import { mul, step, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';

/** max(x, 0). The gradient is masked by the output: what is positive there passed. */
export const relu: OpDefinition<'relu'> = unary('relu', {
  onnx: 'Relu',
  evaluate: (x) => Math.max(x, 0),
  derivative: (_x, y, d) => mul(d, step(y)),
});
