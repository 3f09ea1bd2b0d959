import { ShapeError } from '../../base/index.ts';
import { formatShape, sameShape } from '../../tensor/index.ts';
import { exp, int, mul, type OpDefinition, reduceSum, reshape, sub } from '../graph/index.ts';
import { assertFloating, assertSameDType } from './elementwise.ts';
import { referenceLogSoftmax } from './log-softmax-reference.ts';

/**
 * −Σ_k t_k log softmax(z)_k of each row. The second output, log softmax(z), serves the gradient,
 * (Σ_k t_k)·p − t; nothing differentiates it.
 */
export const softmaxCrossEntropy: OpDefinition<'softmaxCrossEntropy'> = {
  infer([logits, targets]) {
    assertFloating('softmaxCrossEntropy', logits!);
    assertSameDType('softmaxCrossEntropy', logits!, targets!);
    if (logits!.shape.length !== 2 || !sameShape(logits!.shape, targets!.shape)) {
      throw new ShapeError(
        `softmaxCrossEntropy: expected logits and targets of one shape [N, K], got ${formatShape(logits!.shape)} and ${formatShape(targets!.shape)}`,
      );
    }
    const { dtype, shape } = logits!;
    return [
      { dtype, shape: [shape[0]!] },
      { dtype, shape },
    ];
  },
  evaluate([logits, targets]) {
    const classes = logits!.shape[1]!;
    const losses = new Float64Array(logits!.shape[0]!);
    const logProbabilities = referenceLogSoftmax(logits!, 1);
    logProbabilities.forEach((value, at) => {
      losses[Math.floor(at / classes)]! -= targets!.data[at]! * value;
    });
    return [losses, logProbabilities];
  },
  lower(emit, [logits, targets]) {
    const logProbabilities = emit.node('LogSoftmax', [logits!], { axis: int(1) });
    const weighted = emit.node('Mul', [targets!, logProbabilities]);
    const sums = emit.node('ReduceSum', [weighted, emit.int64s([1])], { keepdims: int(0) });
    return [emit.node('Neg', [sums]), logProbabilities];
  },
  vjp(node, d) {
    const targets = node.inputs[1]!;
    const mass = reduceSum(targets, { axes: [1], keepDims: true });
    const difference = sub(mul(exp(node.outputs[1]!), mass), targets);
    return [mul(difference, reshape(d, [-1, 1])), undefined];
  },
};
