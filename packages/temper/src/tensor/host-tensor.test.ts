import { describe, expect, test } from 'vitest';
import { DTypeError, ShapeError } from '../base/index.ts';
import { allocate, bytesPerElement, type DType, holdsDType } from './dtype.ts';
import { hostTensor } from './host-tensor.ts';

describe('hostTensor', () => {
  test('wraps an array without copying it', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const tensor = hostTensor('float32', [2, 2], data);
    expect(tensor).toEqual({ dtype: 'float32', shape: [2, 2], data });
    expect(tensor.data).toBe(data);
  });

  test('takes one element as a scalar and none as an empty tensor', () => {
    expect(hostTensor('int32', [], Int32Array.of(7)).data[0]).toBe(7);
    expect(hostTensor('int32', [0, 5], new Int32Array(0)).data).toHaveLength(0);
  });

  test('refuses another count', () => {
    expect(() => hostTensor('float32', [2, 3], new Float32Array(5))).toThrow(ShapeError);
    expect(() => hostTensor('float32', [2, 3], new Float32Array(5))).toThrow(
      'expected 6 elements for shape [2, 3], got 5',
    );
  });

  test('refuses an array of another type', () => {
    const wrong = new Float64Array(2) as unknown as Float32Array;
    expect(() => hostTensor('float32', [2], wrong)).toThrow(DTypeError);
  });
});

describe('dtypes', () => {
  test.each<[DType, number]>([
    ['float32', 4],
    ['float64', 8],
    ['int32', 4],
    ['int64', 8],
    ['uint8', 1],
    ['bool', 1],
  ])('%s takes %i bytes, in an array that holds it', (dtype, bytes) => {
    const data = allocate(dtype, 3);
    expect(bytesPerElement(dtype)).toBe(bytes);
    expect(data.byteLength).toBe(3 * bytes);
    expect(holdsDType(dtype, data)).toBe(true);
    expect(holdsDType(dtype, new Uint8ClampedArray(3) as unknown as Uint8Array)).toBe(false);
  });
});
