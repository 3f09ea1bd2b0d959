import { neg, type OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** a − b. */
export const sub: OpDefinition<'sub'> = binary('sub', {
  onnx: 'Sub',
  evaluate: (a, b) => a - b,
  partials: (_operands, d, [, wantsB]) => [d, wantsB ? neg(d) : undefined],
});
