import type { DType, HostTensor, Shape } from '../../tensor/index.ts';

/** Numbers in the floating-point dtype of an op's operands, for the constants of its lowering. */
export function floatingTensor(dtype: DType, shape: Shape, values: Float64Array): HostTensor {
  return { dtype, shape, data: dtype === 'float64' ? values : Float32Array.from(values) };
}
