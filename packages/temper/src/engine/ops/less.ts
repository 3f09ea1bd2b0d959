import type { OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** Whether a < b. */
export const less: OpDefinition<'less'> = binary('less', {
  onnx: 'Less',
  evaluate: (a, b) => Number(a < b),
  result: 'bool',
});
