import { allocate, hostTensor, type HostTensor } from '../../../tensor/index.ts';

/** Numbers that a model holds. */
export type StoredNumbers = HostTensor<'float32' | 'float64'>;

/** A matrix `[M, N]` as `[N, M]`. */
export function transposeMatrix({ dtype, shape, data }: StoredNumbers): StoredNumbers {
  const [rows, columns] = shape as readonly [number, number];
  const turned = allocate(dtype, data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j]!;
  }
  return hostTensor(dtype, [columns, rows], turned);
}

/** The product of matrices `[M, L]` and `[L, N]`, summed in float64. */
export function multiplyMatrices(a: StoredNumbers, b: StoredNumbers): StoredNumbers {
  const [rows, inner] = a.shape as readonly [number, number];
  const columns = b.shape[1]!;
  const product = allocate(b.dtype, rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let l = 0; l < inner; l++) sum += a.data[i * inner + l]! * b.data[l * columns + j]!;
      product[i * columns + j] = sum;
    }
  }
  return hostTensor(b.dtype, [rows, columns], product);
}

/** A tensor with every number replaced; `place` counts them in row-major order. */
export function mapNumbers(
  { dtype, shape, data }: StoredNumbers,
  change: (value: number, place: number) => number,
): StoredNumbers {
  const changed = allocate(dtype, data.length);
  for (let i = 0; i < data.length; i++) changed[i] = change(data[i]!, i);
  return hostTensor(dtype, shape, changed);
}
