import type { OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** Whether a = b. */
export const equal: OpDefinition<'equal'> = binary('equal', {
  onnx: 'Equal',
  evaluate: (a, b) => Number(a === b),
  result: 'bool',
  booleans: true,
});
