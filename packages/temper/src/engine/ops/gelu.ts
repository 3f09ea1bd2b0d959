import { add, erf, exp, mul, type OpDefinition } from '../graph/index.ts';
import { unary } from './elementwise.ts';
import { errorFunction } from './error-function.ts';

/** x·Φ(x) with the exact normal distribution function Φ. The slope is Φ(x) + x·φ(x). */
export const gelu: OpDefinition<'gelu'> = unary('gelu', {
  onnx: 'Gelu',
  evaluate: (x) => (x * (1 + errorFunction(x * Math.SQRT1_2))) / 2,
  derivative(x, _y, d) {
    const distribution = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
    const density = mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return mul(d, add(distribution, mul(x, density)));
  },
});
