import { equal, type OpDefinition, where } from '../graph/index.ts';
import { reduction, withKeptAxes } from './reduction.ts';

/** Largest value over axes. Every element that equals it gets the whole gradient. */
export const reduceMax: OpDefinition<'reduceMax'> = reduction('reduceMax', {
  onnx: 'ReduceMax',
  evaluate: (group) => Math.max(...group),
  empty: false,
  vjp({ inputs: [x], outputs: [y], attributes }, d) {
    const largest = withKeptAxes(y!, x!.shape, attributes);
    return [where(equal(x!, largest), withKeptAxes(d, x!.shape, attributes), 0)];
  },
});
