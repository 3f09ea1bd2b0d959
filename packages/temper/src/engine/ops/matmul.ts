import { ShapeError } from '../../base/index.ts';
import { broadcastShapes, formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import {
  int,
  matmul as product,
  type OpDefinition,
  type ReferenceTensor,
  type SymbolicTensor,
} from '../graph/index.ts';
import { asRows } from './as-rows.ts';
import { assertFloating, assertSameDType, broadcastReader } from './elementwise.ts';
import { unbroadcast } from './unbroadcast.ts';

/** Matrix product over the last two axes; the axes before them broadcast. */
export const matmul: OpDefinition<'matmul'> = {
  infer([a, b], { transposeA, transposeB }) {
    assertFloating('matmul', a!);
    assertSameDType('matmul', a!, b!);
    const [rows, inner] = matrixSize(a!.shape, transposeA);
    const [same, columns] = matrixSize(b!.shape, transposeB);
    if (a!.shape.length < 2 || b!.shape.length < 2 || inner !== same) {
      throw new ShapeError(
        `matmul: expected […, M, K] and […, K, N], got ${describe(a!.shape, transposeA)} and ${describe(b!.shape, transposeB)}`,
      );
    }
    const batch = broadcastShapes('matmul', a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    return [{ dtype: a!.dtype, shape: [...batch, rows!, columns!] }];
  },
  evaluate([a, b], { transposeA, transposeB }, [out]) {
    const batch = out!.shape.slice(0, -2);
    const [rows, columns] = out!.shape.slice(-2) as [number, number];
    const inner = matrixSize(a!.shape, transposeA)[1]!;
    const x = matrixReader(a!, batch, transposeA);
    const w = matrixReader(b!, batch, transposeB);
    const y = new Float64Array(sizeOf(out!.shape));
    for (let index = 0; index < y.length; index++) {
      const column = index % columns;
      const row = Math.floor(index / columns) % rows;
      const matrix = Math.floor(index / (rows * columns));
      for (let k = 0; k < inner; k++) y[index]! += x(matrix, row, k) * w(matrix, k, column);
    }
    return [y];
  },
  lower(emit, inputs, { inputs: [a, b], attributes: { transposeA, transposeB } }) {
    if (!transposeA && !transposeB) return [emit.node('MatMul', inputs)];
    const flags = { transA: int(Number(transposeA)), transB: int(Number(transposeB)) };
    const flat = a!.shape.length === 2 && b!.shape.length === 2;
    return [emit.node(flat ? 'Gemm' : 'com.microsoft:FusedMatMul', inputs, flags)];
  },
  vjp({ inputs: [a, b], attributes: { transposeA, transposeB } }, d, [wantsA, wantsB]) {
    const da = (): SymbolicTensor =>
      transposeA
        ? product(b!, d, { transposeA: transposeB, transposeB: true })
        : product(d, b!, { transposeB: !transposeB });
    const db = (): SymbolicTensor => {
      // Rows of a batch that share one matrix are rows of one large product.
      const shared = b!.shape.length === 2 && !transposeA;
      const [x, slope] = shared ? [asRows(a!), asRows(d)] : [a!, d];
      return transposeB
        ? product(slope, x, { transposeA: true, transposeB: transposeA })
        : product(x, slope, { transposeA: !transposeA });
    };
    return [
      wantsA ? unbroadcast(da(), a!.shape) : undefined,
      wantsB ? unbroadcast(db(), b!.shape) : undefined,
    ];
  },
};

/** Rows and columns of the matrices in a tensor, after transposing. */
function matrixSize(shape: Shape, transposed: boolean): readonly (number | undefined)[] {
  const size = shape.slice(-2);
  return transposed ? size.reverse() : size;
}

function describe(shape: Shape, transposed: boolean): string {
  return transposed ? `${formatShape(shape)} transposed` : formatShape(shape);
}

/** Reads element (row, column) of a matrix of the broadcast batch. */
function matrixReader(
  tensor: ReferenceTensor,
  batch: Shape,
  transposed: boolean,
): (matrix: number, row: number, column: number) => number {
  const [height, width] = tensor.shape.slice(-2) as [number, number];
  const read = broadcastReader(tensor, [...batch, height, width]);
  return (matrix, row, column) => {
    const [r, c] = transposed ? [column, row] : [row, column];
    return read((matrix * height + r) * width + c);
  };
}
