import { assertPositive, ShapeError } from '../../base/index.ts';
import { formatShape, sameShape } from '../../tensor/index.ts';
import {
  add,
  float,
  int,
  matmul,
  mul,
  type OpDefinition,
  reduceSum,
  reshape,
  sub,
  type SymbolicTensor,
} from '../graph/index.ts';
import { asRows } from './as-rows.ts';
import { withSize } from './axis-layout.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';

/**
 * (x − mean)·s·gain + bias over the last axis, s = 1/√(variance + ε). The other outputs, mean and s
 * `[…, 1]`, serve the gradient; nothing differentiates them.
 */
export const layerNorm: OpDefinition<'layerNorm'> = {
  infer([x, gain, bias], { epsilon }) {
    assertFloating('layerNorm', x!);
    assertSameDType('layerNorm', x!, gain!);
    assertSameDType('layerNorm', x!, bias!);
    const { dtype, shape } = x!;
    const features = shape.slice(-1);
    if (!(features[0]! > 0) || ![gain!, bias!].every((one) => sameShape(one.shape, features))) {
      throw new ShapeError(
        `layerNorm: expected x […, D], gain [D] and bias [D], got ${[x!, gain!, bias!].map((one) => formatShape(one.shape)).join(', ')}`,
      );
    }
    assertPositive('layerNorm', 'epsilon', epsilon);
    const row = { dtype, shape: withSize(shape, shape.length - 1, 1) };
    return [{ dtype, shape }, row, row];
  },
  evaluate([x, gain, bias], { epsilon }) {
    const size = gain!.data.length;
    const rows = x!.data.length / size;
    const y = new Float64Array(x!.data.length);
    const means = new Float64Array(rows);
    const scales = new Float64Array(rows);
    for (let n = 0; n < rows; n++) {
      const row = x!.data.subarray(n * size, (n + 1) * size);
      const mean = row.reduce((sum, value) => sum + value, 0) / size;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
      means[n] = mean;
      scales[n] = 1 / Math.sqrt(variance + epsilon);
      row.forEach((value, k) => {
        y[n * size + k] = (value - mean) * scales[n]! * gain!.data[k]! + bias!.data[k]!;
      });
    }
    return [y, means, scales];
  },
  lower: (emit, inputs, { attributes: { epsilon } }) =>
    emit.nodes('LayerNormalization', inputs, { axis: int(-1), epsilon: float(epsilon) }, 3),
  vjp({ inputs: [x, gain], outputs: [, mean, scale] }, d, [wantsX, wantsGain, wantsBias]) {
    const size = gain!.shape[0]!;
    const [slope, s] = [asRows(d), asRows(scale!)];
    const normal = mul(sub(asRows(x!), asRows(mean!)), s);
    const weighted = mul(slope, normal);
    const dx = (): SymbolicTensor => {
      // Means of slope·gain and slope·gain·normal along each row, as products with the vector gain/D.
      const average = reshape(mul(gain!, 1 / size), [size, 1]);
      const projected = add(matmul(slope, average), mul(normal, matmul(weighted, average)));
      return reshape(mul(sub(mul(slope, gain!), projected), s), x!.shape);
    };
    return [
      wantsX ? dx() : undefined,
      wantsGain ? reduceSum(weighted, { axes: [0] }) : undefined,
      wantsBias ? reduceSum(slope, { axes: [0] }) : undefined,
    ];
  },
};
