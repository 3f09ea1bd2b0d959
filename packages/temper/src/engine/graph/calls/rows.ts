import { normalizeAxis } from '../../../tensor/index.ts';
import type { SymbolicTensor } from '../symbolic-tensor.ts';
import { applyOne } from './operands.ts';

/** e^x / Σ e^x along an axis, shifted by the maximum so that nothing overflows. */
export function softmax(x: SymbolicTensor, axis = -1): SymbolicTensor {
  return applyOne('softmax', [x], { axis: normalizeAxis('softmax', axis, x.shape.length) });
}

/** log softmax along an axis: x − log Σ e^x, without forming the softmax. */
export function logSoftmax(x: SymbolicTensor, axis = -1): SymbolicTensor {
  return applyOne('logSoftmax', [x], { axis: normalizeAxis('logSoftmax', axis, x.shape.length) });
}

/** (x − mean)/√(variance + ε)·gain + bias over the last axis (population variance); gain, bias `[D]`. */
export function layerNorm(
  x: SymbolicTensor,
  affine: { readonly gain: SymbolicTensor; readonly bias: SymbolicTensor },
  epsilon = 1e-5,
): SymbolicTensor {
  return applyOne('layerNorm', [x, affine.gain, affine.bias], { epsilon });
}

/**
 * Cross-entropy of each row against a target row, in nats: −Σ_k t_k log softmax(z)_k, `[N]`.
 *
 * A macro op: its gradient is (Σ_k t_k)·softmax(z) − t, times the row's gradient; nothing of the
 * logarithm is differentiated. No gradient reaches the targets.
 *
 * @param logits - z, `[N, K]`.
 * @param targets - t, `[N, K]`; rows need not sum to 1 (class weights), a zero row is ignored.
 */
export function softmaxCrossEntropy(
  logits: SymbolicTensor,
  targets: SymbolicTensor,
): SymbolicTensor {
  return applyOne('softmaxCrossEntropy', [logits, targets], {});
}
