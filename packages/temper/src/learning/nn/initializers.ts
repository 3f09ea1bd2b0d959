import { assertPositive, type Rng, ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf } from '../../tensor/index.ts';
import type { Initializer } from './forward-context.ts';

/** All the same number. */
export function filled(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** All 0. */
export const zeros: Initializer = filled(0);

/** All 1. */
export const ones: Initializer = filled(1);

/**
 * Normal with variance 2/fanIn, for weights `[O, I, …kernel]` before a ReLU: activations keep their
 * scale from layer to layer.
 * @throws ShapeError if the shape has fewer than two axes.
 *
 * References: He et al., Delving Deep into Rectifiers, ICCV 2015, eq. 10.
 * <https://arxiv.org/abs/1502.01852>
 */
export const heNormal: Initializer = (shape, rng) => {
  const stdDev = Math.sqrt(2 / fansOf('heNormal', shape).fanIn);
  return draw(shape, () => stdDev * rng.normal());
};

/**
 * Uniform over ±√(6/(fanIn + fanOut)), which has variance 2/(fanIn + fanOut), for weights
 * `[O, I, …kernel]`.
 * @throws ShapeError if the shape has fewer than two axes.
 *
 * References: Glorot and Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
 * Networks, AISTATS 2010, eq. 16. <https://proceedings.mlr.press/v9/glorot10a.html>
 */
export const glorotUniform: Initializer = (shape, rng) => {
  const { fanIn, fanOut } = fansOf('glorotUniform', shape);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return draw(shape, () => bound * (2 * rng.uniform() - 1));
};

/**
 * Normal around 0, cut off at two standard deviations; what falls outside is drawn again.
 * @param stdDev - Of the normal before it is cut; what remains has 0.8796 times as much.
 * @throws ValueRangeError if stdDev is not above 0.
 */
export function truncatedNormal(stdDev: number): Initializer {
  assertPositive('truncatedNormal', 'stdDev', stdDev);
  return (shape, rng) => draw(shape, () => stdDev * normalWithinTwo(rng));
}

function normalWithinTwo(rng: Rng): number {
  for (;;) {
    const x = rng.normal();
    if (Math.abs(x) <= 2) return x;
  }
}

/** How many inputs each output of a weight `[O, I, …kernel]` sums, and how many outputs use an input. */
function fansOf(where: string, shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new ShapeError(
      `${where}: expected a weight [O, I, …kernel], got shape ${formatShape(shape)}; zeros or ones fit biases and gains`,
    );
  }
  return { fanIn: inputs * sizeOf(kernel), fanOut: outputs * sizeOf(kernel) };
}

function draw(shape: Shape, next: () => number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = next();
  return values;
}
