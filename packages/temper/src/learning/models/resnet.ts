import { assertInteger, ConfigError, ShapeError } from '../../base/index.ts';
import {
  add,
  constant,
  conv2d,
  reduceMean,
  relu,
  type SymbolicTensor,
} from '../../engine/graph/index.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import {
  batchNormLayer,
  convLayer,
  denseLayer,
  type ForwardContext,
  glorotUniform,
  heNormal,
} from '../nn/index.ts';
import type { Classifier } from './classifier.ts';

/** A residual network for small images. */
export interface ResnetOptions {
  /** `[C, H, W]`. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  /** Layers with weights on the longest path: 6n + 2, n the blocks in each of the three stages. */
  readonly depth: number;
  /** 1: batch norm after each convolution. 2: batch norm and ReLU before each. Default 1. */
  readonly version?: 1 | 2;
}

/** Channels of the three stages. */
const WIDTHS = [16, 32, 64];

/** One residual block. */
interface Block {
  readonly name: string;
  readonly width: number;
  readonly stride: 1 | 2;
}

/**
 * The residual networks of He et al. for CIFAR: a 3×3 convolution with 16 channels, three stages of
 * blocks of two 3×3 convolutions with 16, 32 and 64 channels, the first of stages 2 and 3 of stride 2,
 * global average pooling (the penultimate layer, `[N, 64]`), and a linear head. Convolutions have no
 * bias and He's initialisation by fan-in, the head has Glorot's.
 *
 * Version 1 follows He et al. 2016a, section 4.2: batch norm after each convolution, ReLU after the
 * addition, shortcuts without parameters (option A). Where a shortcut changes size it takes every second
 * pixel and pads the channels with zeros, half of them before and half behind: the paper leaves open
 * where, and this is what its PyTorch ports do.
 *
 * Version 2 follows He et al. 2016b in TensorFlow's official model for CIFAR: batch norm and ReLU before
 * each convolution and before the pooling; where size changes, the shortcut is a 1×1 convolution of the
 * block's activated input. Unlike that model, the first stage, where nothing changes, has none.
 *
 * @throws ConfigError if depth is not 6n + 2; ShapeError if the images do not fit.
 *
 * References: He et al., Deep Residual Learning for Image Recognition, CVPR 2016 (a).
 * <https://arxiv.org/abs/1512.03385> He et al., Identity Mappings in Deep Residual Networks, ECCV 2016
 * (b). <https://arxiv.org/abs/1603.05027>
 */
export function resnet({ inputShape, numClasses, depth, version = 1 }: ResnetOptions): Classifier {
  const blocksPerStage = (depth - 2) / 6;
  if (!Number.isInteger(blocksPerStage) || blocksPerStage < 1) {
    throw new ConfigError(`resnet: expected depth 6n + 2 (8, 14, 20, …), got ${depth}`);
  }
  assertInteger('resnet', 'numClasses', numClasses, 2);
  if (inputShape.length !== 3 || !inputShape.every((n) => n > 0)) {
    throw new ShapeError(`resnet: expected images [C, H, W], got ${formatShape(inputShape)}`);
  }
  const blocks = WIDTHS.flatMap((channels, stage) =>
    Array.from({ length: blocksPerStage }, (_, i): Block => {
      const name = `stage${stage + 1}.block${i + 1}`;
      return { name, width: channels, stride: stage > 0 && i === 0 ? 2 : 1 };
    }),
  );
  const body = version === 1 ? bodyV1 : bodyV2;
  return {
    name: 'resnet',
    inputShape,
    numClasses,
    templates: { weight: 'head.weight', bias: 'head.bias' },
    forward(context, images) {
      const penultimate = reduceMean(body(context, images, blocks), { axes: [2, 3] });
      const head = { name: 'head', units: numClasses, initializer: glorotUniform };
      return { logits: denseLayer(context, penultimate, head), penultimate };
    },
  };
}

function bodyV1(
  context: ForwardContext,
  images: SymbolicTensor,
  blocks: readonly Block[],
): SymbolicTensor {
  const convNorm = (x: SymbolicTensor, { name, width, stride }: Block): SymbolicTensor =>
    batchNormLayer(context, conv3x3(context, x, { name, width, stride }), { name: `${name}.norm` });
  let x = relu(convNorm(images, { name: 'stem', width: WIDTHS[0]!, stride: 1 }));
  for (const { name, width, stride } of blocks) {
    const inner = relu(convNorm(x, { name: `${name}.conv1`, width, stride }));
    const residual = convNorm(inner, { name: `${name}.conv2`, width, stride: 1 });
    x = relu(add(residual, stride === 1 ? x : zeroPaddedShortcut(x, width)));
  }
  return x;
}

function bodyV2(
  context: ForwardContext,
  images: SymbolicTensor,
  blocks: readonly Block[],
): SymbolicTensor {
  const activated = (x: SymbolicTensor, name: string): SymbolicTensor =>
    relu(batchNormLayer(context, x, { name }));
  let x = conv3x3(context, images, { name: 'stem', width: WIDTHS[0]!, stride: 1 });
  for (const { name, width, stride } of blocks) {
    const input = activated(x, `${name}.norm1`);
    const shortcut =
      stride === 1
        ? x
        : convLayer(context, input, {
            name: `${name}.shortcut`,
            filters: width,
            size: 1,
            stride,
            initializer: heNormal,
          });
    const inner = conv3x3(context, input, { name: `${name}.conv1`, width, stride });
    const active = activated(inner, `${name}.norm2`);
    x = add(conv3x3(context, active, { name: `${name}.conv2`, width, stride: 1 }), shortcut);
  }
  return activated(x, 'norm');
}

function conv3x3(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, width, stride }: Block,
): SymbolicTensor {
  const options = { size: 3, padding: 1, initializer: heNormal };
  return convLayer(context, x, { name, filters: width, stride, ...options });
}

/**
 * Every second pixel of x `[N, C, H, W]`, with channels of zeros on both sides: `[N, width, H/2, W/2]`.
 * Written as a convolution with one tap, whose gradient is as fast as it is: those of strided slices and
 * of padding are not.
 */
function zeroPaddedShortcut(x: SymbolicTensor, width: number): SymbolicTensor {
  const channels = x.shape[1]!;
  const before = (width - channels) / 2;
  const taps = new Float64Array(width * channels);
  for (let c = 0; c < channels; c++) taps[(before + c) * channels + c] = 1;
  const filter = constant(x.graph, taps, { shape: [width, channels, 1, 1] });
  return conv2d(x, filter, { stride: 2 });
}
