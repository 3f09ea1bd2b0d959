import { Graph, type OpTable } from '../graph/index.ts';
import { abs } from './abs.ts';
import { add } from './add.ts';
import { argMax } from './arg-max.ts';
import { averagePool } from './average-pool.ts';
import { averagePoolInput } from './average-pool-input.ts';
import { cast } from './cast.ts';
import { channelAffine } from './channel-affine.ts';
import { channelMoments } from './channel-moments.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { conv2d } from './conv2d.ts';
import { conv2dFilter } from './conv2d-filter.ts';
import { convTranspose2d } from './conv-transpose2d.ts';
import { dense } from './dense.ts';
import { div } from './div.ts';
import { dropout } from './dropout.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { expand } from './expand.ts';
import { gather } from './gather.ts';
import { gelu } from './gelu.ts';
import { greater } from './greater.ts';
import { input } from './input.ts';
import { layerNorm } from './layer-norm.ts';
import { less } from './less.ts';
import { localResponseNorm } from './local-response-norm.ts';
import { log } from './log.ts';
import { logSoftmax } from './log-softmax.ts';
import { matmul } from './matmul.ts';
import { maxPool } from './max-pool.ts';
import { maxPoolInput } from './max-pool-input.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { oneHot } from './one-hot.ts';
import { pad } from './pad.ts';
import { reciprocal } from './reciprocal.ts';
import { reduceMax } from './reduce-max.ts';
import { reduceMean } from './reduce-mean.ts';
import { reduceSum } from './reduce-sum.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { scatterAdd } from './scatter-add.ts';
import { scatterAddAlongAxis } from './scatter-add-along-axis.ts';
import { sigmoid } from './sigmoid.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { sqrt } from './sqrt.ts';
import { step } from './step.ts';
import { sub } from './sub.ts';
import { takeAlongAxis } from './take-along-axis.ts';
import { tanh } from './tanh.ts';
import { transpose } from './transpose.ts';
import { where } from './where.ts';

/**
 * The definition of every op. Lowerings serve float32; float64 runs as far as ONNX Runtime has kernels
 * for it: all but erf, gelu, step, which the gradients of relu and abs need, and what convolves or pools.
 */
export const standardOps = {
  abs,
  add,
  argMax,
  averagePool,
  averagePoolInput,
  cast,
  channelAffine,
  channelMoments,
  concat,
  constant,
  conv2d,
  conv2dFilter,
  convTranspose2d,
  dense,
  div,
  dropout,
  equal,
  erf,
  exp,
  expand,
  gather,
  gelu,
  greater,
  input,
  layerNorm,
  less,
  localResponseNorm,
  log,
  logSoftmax,
  matmul,
  maximum,
  maxPool,
  maxPoolInput,
  minimum,
  mul,
  neg,
  oneHot,
  pad,
  reciprocal,
  reduceMax,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  scatterAdd,
  scatterAddAlongAxis,
  sigmoid,
  slice,
  softmax,
  softmaxCrossEntropy,
  sqrt,
  step,
  sub,
  takeAlongAxis,
  tanh,
  transpose,
  where,
} satisfies OpTable;

/** An empty graph over Temper's ops. */
export function makeGraph(): Graph {
  return new Graph(standardOps);
}

export { canBlock, fromBlocks, toBlocks } from './blocked.ts';
