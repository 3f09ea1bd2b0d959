import { div as over, mul, neg, type OpDefinition } from '../graph/index.ts';
import { binary } from './elementwise.ts';

/** a / b. The gradient of b, −(d/b)·y, reuses the quotient. */
export const div: OpDefinition<'div'> = binary('div', {
  onnx: 'Div',
  evaluate: (a, b) => a / b,
  partials({ b, y }, d, [, wantsB]) {
    const slope = over(d, b);
    return [slope, wantsB ? neg(mul(slope, y)) : undefined];
  },
});
