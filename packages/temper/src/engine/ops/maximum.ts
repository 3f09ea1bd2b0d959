import { greater, type OpDefinition, where } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** The larger of a and b. Where they are equal the gradient goes to b. */
export const maximum: OpDefinition<'maximum'> = binary('maximum', {
  onnx: 'Max',
  evaluate: Math.max,
  partials: ({ a, b }, d) => [where(greater(a, b), d, 0), where(greater(a, b), 0, d)],
});
