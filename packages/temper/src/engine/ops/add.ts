import type { OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** a + b. */
export const add: OpDefinition<'add'> = binary('add', {
  onnx: 'Add',
  evaluate: (a, b) => a + b,
  partials: (_operands, d) => [d, d],
});
