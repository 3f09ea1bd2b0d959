import { ShapeError } from '../../base/index.ts';
import {
  add,
  channelAffine,
  channelMoments,
  div,
  mul,
  row,
  sqrt,
  sub,
  type SymbolicTensor,
} from '../../engine/graph/index.ts';
import { formatShape, sizeOf } from '../../tensor/index.ts';
import type { ForwardContext } from './forward-context.ts';
import { ones, zeros } from './initializers.ts';

const EPSILON = 1e-5;
/** Share of the batch's statistics in the running ones, PyTorch's default. */
const MOMENTUM = 0.1;

/**
 * Batch normalisation of each channel of x `[N, C, H, W]`: (x − mean)/√(variance + 10⁻⁵)·gain + bias.
 *
 * Training takes mean and population variance of the batch, and moves the running ones a tenth of the
 * way to them, the variance counted unbiased there, as PyTorch does; evaluation takes the running ones.
 * Parameters `<name>.gain` and `<name>.bias`, buffers `<name>.runningMean` and `<name>.runningVariance`,
 * all `[C]`.
 * @throws ShapeError if training has one value per channel: its variance would be 0.
 *
 * References: Ioffe and Szegedy, Batch Normalization, ICML 2015. <https://arxiv.org/abs/1502.03167>
 */
export function batchNormLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name }: { readonly name: string },
): SymbolicTensor {
  const shape = [x.shape[1]!];
  const gain = context.parameter(`${name}.gain`, shape, { role: 'gain', initializer: ones });
  const bias = context.parameter(`${name}.bias`, shape, { role: 'bias', initializer: zeros });
  const { mean, variance } = statisticsOf(context, x, name);
  const scale = div(gain, sqrt(add(variance, EPSILON)));
  return channelAffine(x, scale, sub(bias, mul(mean, scale)));
}

interface ChannelStatistics {
  readonly mean: SymbolicTensor;
  readonly variance: SymbolicTensor;
}

/** The statistics to normalise by; training updates the running ones. */
function statisticsOf(context: ForwardContext, x: SymbolicTensor, name: string): ChannelStatistics {
  const channels = x.shape[1]!;
  const names = { mean: `${name}.runningMean`, variance: `${name}.runningVariance` };
  const running = {
    mean: context.buffer(names.mean, [channels], zeros),
    variance: context.buffer(names.variance, [channels], ones),
  };
  if (!context.training) return running;
  const count = sizeOf(x.shape) / channels;
  if (count < 2) {
    throw new ShapeError(
      `batchNormLayer: expected at least two values per channel in training, got x ${formatShape(x.shape)}; use a larger batch`,
    );
  }
  const moments = channelMoments(x);
  const [mean, variance] = [row(moments, 0), row(moments, 1)];
  const moved = (
    before: SymbolicTensor,
    batch: SymbolicTensor,
    correction: number,
  ): SymbolicTensor => add(mul(before, 1 - MOMENTUM), mul(batch, MOMENTUM * correction));
  context.update(names.mean, moved(running.mean, mean, 1));
  context.update(names.variance, moved(running.variance, variance, count / (count - 1)));
  return { mean, variance };
}
