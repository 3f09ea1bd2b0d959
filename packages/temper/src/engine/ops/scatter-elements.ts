import { type Emitter, int, type OnnxValue, type TensorType, text } from '../graph/index.ts';

/**
 * Zeros of the type `out` with updates added along an axis, at indices of the updates' shape. Never
 * ScatterND: on several threads ONNX Runtime's loses updates whose indices repeat.
 */
export function scatterElements(
  emit: Emitter,
  [indices, updates]: readonly [OnnxValue, OnnxValue],
  { axis, out }: { readonly axis: number; readonly out: TensorType },
): OnnxValue {
  const zeros = emit.node('Expand', [emit.scalar(0, out.dtype), emit.int64s(out.shape)]);
  return emit.node('ScatterElements', [zeros, indices, updates], {
    axis: int(axis),
    reduction: text('add'),
  });
}
