import { ConfigError, DTypeError, ShapeError } from '../../base/index.ts';
import {
  add,
  constant,
  div,
  equal,
  formatType,
  gather,
  mul,
  oneHot,
  type Operand,
  reduceMean,
  reduceSum,
  softmaxCrossEntropy,
  type SymbolicTensor,
  where,
} from '../../engine/graph/index.ts';
import { formatShape, sameShape } from '../../tensor/index.ts';
import {
  checkedWeights,
  paddingOf,
  resolveSmoothing,
  type Smoothing,
  type SmoothingOptions,
} from './smoothing.ts';

/** How targets are smoothed, and which rows and classes count how much. */
export type SmoothedCrossEntropyOptions = SmoothingOptions & {
  /** A weight for each class, K finite numbers of at least 0. */
  readonly classWeights?: ArrayLike<number>;
  /** Rows with this label count neither in the sum nor in what it is divided by. */
  readonly ignoreLabel?: number;
};

/**
 * Cross-entropy H(t, softmax(z)) of smoothed targets t, averaged over the batch.
 *
 * Labels y become rows t = keep·onehot(y) + floor as the convention says (see `SmoothingOptions`);
 * target distributions q become keep·q + floor. With class weights w the loss of a row is
 * −Σ_k w_k t_k log p_k. The mean divides by Σ_n w_{y_n} over the rows that are not ignored (their
 * number when there are no weights), and by N for target distributions: as PyTorch has it, whose
 * value and gradient this equals for convention `uniform`. With α = 0 it is the plain cross-entropy.
 *
 * If nothing counts (every row ignored, or of weight 0), the loss and its gradient are 0, where
 * PyTorch gives NaN: a batch of padding must not destroy the parameters.
 *
 * @param logits - z, `[N, K]`, finite.
 * @param target - Labels `[N]`, int32, in [0, K) unless ignored; or distributions `[N, K]`, float32.
 *   No gradient reaches it.
 * @returns Mean loss in nats, a scalar; its gradient is p − t, over N.
 * @throws ShapeError or DTypeError if logits and target do not fit; ValueRangeError for an α outside
 * [0, 1), or weights or frequencies that are not K numbers; ConfigError where labels to leave out
 * (`ignoreLabel`, `exclude-padding`) come with target distributions, or for an unknown convention.
 *
 * References: Müller et al., When Does Label Smoothing Help?, NeurIPS 2019.
 * <https://arxiv.org/abs/1906.02629>
 */
export function smoothedCrossEntropy(
  logits: SymbolicTensor,
  target: SymbolicTensor,
  options: SmoothedCrossEntropyOptions,
): SymbolicTensor {
  const name = 'smoothedCrossEntropy';
  const labelled = isLabelled(logits, target);
  const numClasses = logits.shape[1]!;
  const smoothing = resolveSmoothing(name, options, numClasses);
  const ignored = [options.ignoreLabel, paddingOf(name, options, numClasses)].filter(
    (label) => label !== undefined,
  );
  if (!labelled && ignored.length > 0) {
    throw new ConfigError(
      `${name}: expected labels [N] to leave rows out by label (ignoreLabel, exclude-padding), got distributions ${formatType(target)}`,
    );
  }
  const weights =
    options.classWeights &&
    constant(
      logits.graph,
      checkedWeights(name, { classWeights: options.classWeights }, numClasses),
    );
  const smoothed = labelled
    ? smoothLabels(target, smoothing, numClasses)
    : smoothDistributions(target, smoothing);
  const losses = softmaxCrossEntropy(logits, weights ? mul(smoothed, weights) : smoothed);
  if (!labelled || (!weights && ignored.length === 0)) return reduceMean(losses);

  const leaveOut = (rows: SymbolicTensor, instead: Operand): SymbolicTensor =>
    ignored.reduce((rest, label) => where(equal(target, label), instead, rest), rows);
  const rowWeights = weights
    ? // An ignored label may be no class at all; any class will do in its place.
      gather(weights, leaveOut(target, 0))
    : constant(target.graph, new Float64Array(target.shape[0]!).fill(1));
  const total = reduceSum(leaveOut(rowWeights, 0));
  // Divided by infinity, what is left of a batch in which nothing counts is 0, and so is its gradient.
  return div(reduceSum(leaveOut(losses, 0)), where(equal(total, 0), Infinity, total));
}

/** Whether the target holds labels rather than distributions. */
function isLabelled(logits: SymbolicTensor, target: SymbolicTensor): boolean {
  if (logits.shape.length !== 2) {
    throw new ShapeError(`smoothedCrossEntropy: expected logits [N, K], got ${formatType(logits)}`);
  }
  const labelled = target.dtype === 'int32';
  if (!labelled && target.dtype !== logits.dtype) {
    throw new DTypeError(
      `smoothedCrossEntropy: expected int32 labels or ${logits.dtype} distributions, got ${target.dtype}`,
    );
  }
  const expected = labelled ? logits.shape.slice(0, 1) : logits.shape;
  if (!sameShape(target.shape, expected)) {
    throw new ShapeError(
      `smoothedCrossEntropy: expected a target of shape ${formatShape(expected)} for logits ${formatShape(logits.shape)}, got ${formatType(target)}`,
    );
  }
  return labelled;
}

function smoothLabels(
  labels: SymbolicTensor,
  { keep, floor }: Smoothing,
  depth: number,
): SymbolicTensor {
  return typeof floor === 'number'
    ? oneHot(labels, { depth, on: keep + floor, off: floor })
    : add(oneHot(labels, { depth, on: keep }), constant(labels.graph, floor));
}

function smoothDistributions(targets: SymbolicTensor, { keep, floor }: Smoothing): SymbolicTensor {
  if (floor === 0) return targets;
  return add(
    mul(targets, keep),
    typeof floor === 'number' ? floor : constant(targets.graph, floor),
  );
}
