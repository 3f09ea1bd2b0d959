import { less, type OpDefinition, where } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** The smaller of a and b. Where they are equal the gradient goes to b. */
export const minimum: OpDefinition<'minimum'> = binary('minimum', {
  onnx: 'Min',
  evaluate: Math.min,
  partials: ({ a, b }, d) => [where(less(a, b), d, 0), where(less(a, b), 0, d)],
});
