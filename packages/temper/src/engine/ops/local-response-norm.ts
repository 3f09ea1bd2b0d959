import { assertInteger, assertPositive, assertWithin, ShapeError } from '../../base/index.ts';
import { formatShape, type Shape } from '../../tensor/index.ts';
import {
  constant,
  conv2d,
  div,
  type Emitter,
  exp,
  ints,
  log,
  type LoweringCall,
  mul,
  type OnnxValue,
  type OpAttributes,
  type OpDefinition,
  sqrt,
  sub,
  type SymbolicTensor,
} from '../graph/index.ts';
import { blockedConvolution, canBlock, inBlocks } from './blocked.ts';
import { blockedFilter } from './blocked-filter.ts';
import { assertFloating } from './elementwise.ts';
import { floatingTensor } from './floating-tensor.ts';

type Attributes = OpAttributes['localResponseNorm'];

/** The power that square roots give. */
const THREE_QUARTERS = 0.75;

/**
 * x/s^β, s = k + α/n·Σ x² over n neighbouring channels. The other output, s, serves the gradient; nothing
 * differentiates it.
 */
export const localResponseNorm: OpDefinition<'localResponseNorm'> = {
  infer([x], { size, alpha, beta, bias }) {
    assertFloating('localResponseNorm', x!);
    if (x!.shape.length !== 4) {
      throw new ShapeError(
        `localResponseNorm: expected x [N, C, H, W], got ${formatShape(x!.shape)}`,
      );
    }
    assertInteger('localResponseNorm', 'size', size, 1);
    assertWithin('localResponseNorm', 'alpha', alpha, { minimum: 0, maximum: Infinity });
    assertPositive('localResponseNorm', 'beta', beta);
    assertPositive('localResponseNorm', 'bias', bias);
    return [x!, x!].map(({ dtype, shape }) => ({ dtype, shape }));
  },
  evaluate([x], attributes) {
    const { size, alpha, beta, bias } = attributes;
    const [, channels, height, width] = x!.shape as [number, number, number, number];
    const places = height * width;
    const s = x!.data.map((_, at) => {
      const c = Math.floor(at / places) % channels;
      let sum = 0;
      for (let other = 0; other < channels; other++) {
        if (isNeighbour(other - c, size)) sum += x!.data[at + (other - c) * places]! ** 2;
      }
      return bias + (alpha / size) * sum;
    });
    return [x!.data.map((value, at) => value / s[at]! ** beta), s];
  },
  lower(emit, [x], call) {
    const [filter, shift] = neighbourSum(emit, call);
    return scaled(emit, x!, call, (squares) =>
      emit.node('Conv', [squares, filter, shift], { kernel_shape: ints([1, 1]) }),
    );
  },
  blocked: {
    lower({ emit, block, call }, [x]) {
      const { shape } = call.inputs[0]!;
      if (!x!.isBlocked || !canBlock(call.inputs[0]!, block)) return undefined;
      const [filter, bias] = neighbourSum(emit, call);
      const taps = blockedFilter(emit, filter, filterShape(shape), block);
      const once = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;
      return scaled(emit, x!.blocked(), call, (image) =>
        blockedConvolution(emit, { image, filter: taps, size: [1, 1], bias }, once),
      ).map(inBlocks);
    },
  },
  vjp({ inputs: [x], outputs: [y, s], attributes }, d) {
    const { size, alpha, beta } = attributes;
    const power = powerOf(s!, beta);
    // dx = d/s^β − 2αβ/n·x·Wᵀ(d·y/s): W sums over neighbours, Wᵀ over those whose neighbour one is.
    const back = neighbours(x!.shape, size, (2 * alpha * beta) / size, { transposed: true });
    const filter = constant(x!.graph, back, { shape: filterShape(x!.shape), dtype: x!.dtype });
    return [sub(div(d, power), mul(x!, conv2d(div(mul(d, y!), s!), filter)))];
  },
};

/** A filter and a bias that take squares to s: one fast kernel instead of a shift for each neighbour. */
function neighbourSum(
  emit: Emitter,
  { attributes, inputs: [type] }: LoweringCall<'localResponseNorm'>,
): [OnnxValue, OnnxValue] {
  const { dtype, shape } = type!;
  const { size, alpha, bias } = attributes;
  const filter = floatingTensor(dtype, filterShape(shape), neighbours(shape, size, alpha / size));
  const shift = floatingTensor(dtype, [shape[1]!], new Float64Array(shape[1]!).fill(bias));
  return [emit.constant(filter), emit.constant(shift)];
}

/** x/s^β and s, with s from the squares of x. */
function scaled(
  emit: Emitter,
  x: OnnxValue,
  { attributes: { beta }, inputs: [type] }: LoweringCall<'localResponseNorm'>,
  sumOf: (squares: OnnxValue) => OnnxValue,
): OnnxValue[] {
  const s = sumOf(emit.node('Mul', [x, x]));
  if (beta === THREE_QUARTERS) {
    const root = emit.node('Sqrt', [s]);
    const power = emit.node('Mul', [root, emit.node('Sqrt', [root])]);
    return [emit.node('Div', [x, power]), s];
  }
  const exponent = emit.node('Mul', [emit.node('Log', [s]), emit.scalar(beta, type!.dtype)]);
  return [emit.node('Div', [x, emit.node('Exp', [exponent])]), s];
}

/** s^β, by the nodes that the lowering makes too, so that both share them. */
function powerOf(s: SymbolicTensor, beta: Attributes['beta']): SymbolicTensor {
  if (beta !== THREE_QUARTERS) return exp(mul(log(s), beta));
  const root = sqrt(s);
  return mul(root, sqrt(root));
}

/** Whether the channel `offset` further on belongs to the `size` channels around one. */
function isNeighbour(offset: number, size: number): boolean {
  return -Math.floor(size / 2) <= offset && offset <= Math.floor((size - 1) / 2);
}

function filterShape(image: Shape): Shape {
  return [image[1]!, image[1]!, 1, 1];
}

/** A filter that takes each channel to `weight` times the sum of its neighbours, or the transpose. */
function neighbours(
  image: Shape,
  size: number,
  weight: number,
  { transposed = false }: { readonly transposed?: boolean } = {},
): Float64Array {
  const channels = image[1]!;
  return Float64Array.from({ length: channels * channels }, (_, at) => {
    const offset = (at % channels) - Math.floor(at / channels);
    return isNeighbour(transposed ? -offset : offset, size) ? weight : 0;
  });
}
