import { expand, type OpDefinition } from '../graph/index.ts';
import { reduction, withKeptAxes } from './reduction.ts';

/** Sum over axes; 0 over an axis without elements. */
export const reduceSum: OpDefinition<'reduceSum'> = reduction('reduceSum', {
  onnx: 'ReduceSum',
  evaluate: (group) => group.reduce((sum, value) => sum + value, 0),
  empty: true,
  overPlaces: (places) => places,
  vjp({ inputs: [x], attributes }, d) {
    return [expand(withKeptAxes(d, x!.shape, attributes), x!.shape)];
  },
});
