import { ShapeError } from '../../base/index.ts';
import { formatShape } from '../../tensor/index.ts';
import { int, matmul, reduceSum, type OpDefinition } from '../graph/index.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';

/** x·Wᵀ + b with the weight a row per output. One Gemm; the bias is added inside it. */
export const dense: OpDefinition<'dense'> = {
  infer([x, weight, bias]) {
    assertFloating('dense', x!);
    assertSameDType('dense', x!, weight!);
    if (bias) assertSameDType('dense', x!, bias);
    const [rows, inputs] = x!.shape;
    const [outputs, columns] = weight!.shape;
    if (x!.shape.length !== 2 || weight!.shape.length !== 2 || inputs !== columns) {
      throw new ShapeError(
        `dense: expected x [N, I] and weight [O, I], got ${formatShape(x!.shape)} and ${formatShape(weight!.shape)}`,
      );
    }
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs)) {
      throw new ShapeError(`dense: expected bias [${outputs}], got ${formatShape(bias.shape)}`);
    }
    return [{ dtype: x!.dtype, shape: [rows!, outputs!] }];
  },
  evaluate([x, weight, bias], _attributes, [out]) {
    const [rows, outputs] = out!.shape as [number, number];
    const inputs = x!.shape[1]!;
    const y = new Float64Array(rows * outputs);
    for (let n = 0; n < rows; n++) {
      for (let o = 0; o < outputs; o++) {
        let sum = bias?.data[o] ?? 0;
        for (let i = 0; i < inputs; i++)
          sum += x!.data[n * inputs + i]! * weight!.data[o * inputs + i]!;
        y[n * outputs + o] = sum;
      }
    }
    return [y];
  },
  lower: (emit, inputs) => [emit.node('Gemm', inputs, { transB: int(1) })],
  vjp: (node, d, [wantsX, wantsWeight, wantsBias]) => [
    wantsX ? matmul(d, node.inputs[1]!) : undefined,
    wantsWeight ? matmul(d, node.inputs[0]!, { transposeA: true }) : undefined,
    wantsBias ? reduceSum(d, { axes: [0] }) : undefined,
  ],
};
