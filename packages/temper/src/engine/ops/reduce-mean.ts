import { sizeOf } from '../../tensor/index.ts';
import { expand, mul, type OpDefinition } from '../graph/index.ts';
import { reduction, withKeptAxes } from './reduction.ts';

/** Arithmetic mean over axes. */
export const reduceMean: OpDefinition<'reduceMean'> = reduction('reduceMean', {
  onnx: 'ReduceMean',
  evaluate: (group) => group.reduce((sum, value) => sum + value, 0) / group.length,
  empty: false,
  overPlaces: () => 1,
  vjp({ inputs: [x], attributes }, d) {
    // Scaled before it is spread: the reduced tensor is the small one.
    const share = mul(d, sizeOf(d.shape) / sizeOf(x!.shape));
    return [expand(withKeptAxes(share, x!.shape, attributes), x!.shape)];
  },
});
