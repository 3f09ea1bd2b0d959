import fc from 'fast-check';
import {
  allocate,
  bytesPerElement,
  type DType,
  type HostTensor,
  hostTensor,
  type Shape,
  sizeOf,
} from '../../src/tensor/index.ts';

/** A tensor as golden documents write it; int64 as text, since a JSON number has 53 bits. */
export interface DescribedTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** The tensor a golden document describes. */
export function describedTensor({ dtype, shape, values }: DescribedTensor): HostTensor {
  const data = allocate(dtype, values.length);
  values.forEach((value, i) => {
    data[i] = dtype === 'int64' ? BigInt(value) : Number(value);
  });
  return hostTensor(dtype, shape, data);
}

/** Bytes from base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const DTYPES = ['float32', 'float64', 'int32', 'int64', 'uint8', 'bool'] as const;

/** Any small tensor, its elements any bit pattern (NaN payloads included); bool 0 or 1. */
export function anyTensor(): fc.Arbitrary<HostTensor> {
  return fc
    .tuple(fc.constantFrom(...DTYPES), fc.array(fc.nat(4), { maxLength: 3 }))
    .chain(([dtype, shape]) => {
      const length = sizeOf(shape) * bytesPerElement(dtype);
      const max = dtype === 'bool' ? 1 : 255;
      return fc
        .uint8Array({ minLength: length, maxLength: length, max })
        .map((bytes) => withBytes(dtype, shape, bytes));
    });
}

function withBytes(dtype: DType, shape: Shape, bytes: Uint8Array): HostTensor {
  const data = allocate(dtype, sizeOf(shape));
  new Uint8Array(data.buffer).set(bytes);
  return hostTensor(dtype, shape, data);
}

/** A tensor's elements as raw bytes, so that NaNs compare by their bits. */
export function rawBytes({ dtype, shape, data }: HostTensor): readonly unknown[] {
  return [dtype, shape, [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]];
}
