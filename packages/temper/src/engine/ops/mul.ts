import { mul as times, type OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** a · b. */
export const mul: OpDefinition<'mul'> = binary('mul', {
  onnx: 'Mul',
  evaluate: (a, b) => a * b,
  partials: ({ a, b }, d, [wantsA, wantsB]) => [
    wantsA ? times(d, b) : undefined,
    wantsB ? times(d, a) : undefined,
  ],
});
