/** Element types, by their NumPy names. */
export type DType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'bool';

/** The typed array that holds elements of a dtype; `bool` is one byte of 0 or 1. */
export interface DTypeArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly int32: Int32Array;
  readonly int64: BigInt64Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

/** A typed array of any dtype. */
export type TensorData = DTypeArrays[DType];

const CONSTRUCTORS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** Bytes per element. */
export function bytesPerElement(dtype: DType): number {
  return CONSTRUCTORS[dtype].BYTES_PER_ELEMENT;
}

/** A zero-filled array of `length` elements. */
export function allocate<D extends DType>(dtype: D, length: number): DTypeArrays[D] {
  return new CONSTRUCTORS[dtype](length) as DTypeArrays[D];
}

/** A buffer's bytes as elements, in place; `byteOffset` must be a multiple of an element's size. */
export function viewElements<D extends DType>(
  dtype: D,
  buffer: ArrayBufferLike,
  { byteOffset, count }: { readonly byteOffset: number; readonly count: number },
): DTypeArrays[D] {
  return new CONSTRUCTORS[dtype](buffer as ArrayBuffer, byteOffset, count) as DTypeArrays[D];
}

/** Whether `data` is the kind of array that holds `dtype`. */
export function holdsDType(dtype: DType, data: TensorData): boolean {
  return data instanceof CONSTRUCTORS[dtype];
}
