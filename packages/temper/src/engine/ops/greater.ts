import type { OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** Whether a > b. */
export const greater: OpDefinition<'greater'> = binary('greater', {
  onnx: 'Greater',
  evaluate: (a, b) => Number(a > b),
  result: 'bool',
});
