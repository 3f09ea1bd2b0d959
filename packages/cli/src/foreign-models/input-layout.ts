import { formatShape, type ModelValue, sameShape, type Shape } from 'temper';
import { UserError } from '../user-error.ts';

/** Sizes of one example as a model takes it, undefined where any will do. */
type OpenShape = readonly (number | undefined)[];

/** How one example as it is stored becomes what a model takes: its axes in another order, then in another shape. */
export interface InputLayout {
  /** Axes of the stored example in the order they are written; undefined leaves them. */
  readonly order: readonly number[] | undefined;
  /** Of one example. */
  readonly shape: Shape;
}

/** The one tensor that a classifier of images or rows takes. */
export interface ModelInput {
  readonly name: string;
  readonly elementType: string;
  /** Examples at a time; undefined takes any number. */
  readonly batchSize: number | undefined;
  /** Undefined if not even the number of axes is said. */
  readonly example: OpenShape | undefined;
}

/**
 * The input of a model.
 * @throws UserError, naming them, unless there is one, of examples.
 */
export function singleInput(where: string, inputs: readonly ModelValue[]): ModelInput {
  const [input, ...others] = inputs;
  if (!input || others.length > 0) {
    const names = inputs.map(({ name }) => `'${name}'`).join(', ');
    throw new UserError(
      `${where}: expected a model of one input, got ${inputs.length === 0 ? 'none' : names}; save its logits and labels as .npz and audit those`,
    );
  }
  const { name, elementType, shape } = input;
  if (shape?.length === 0) {
    throw new UserError(
      `${where}: expected input '${name}' to be of examples, got a single number`,
    );
  }
  return {
    name,
    elementType,
    batchSize: shape?.[0],
    example: shape?.slice(1),
  };
}

/**
 * How examples of a shape are laid out for a model: as they are; with axes of size 1 added or left out, or made
 * one row; or with the channels, which one side has first and the other last, moved.
 * @throws UserError naming both shapes if none of these fits.
 */
export function layoutFor(
  where: string,
  stored: Shape,
  { example }: Pick<ModelInput, 'example'>,
): InputLayout {
  if (example === undefined || fits(stored, example)) return { order: undefined, shape: stored };
  const size = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);
  if (example.every((side) => side !== undefined)) {
    const shape: Shape = example;
    const squeezed = [shape, stored].map((sides) => sides.filter((side) => side !== 1));
    const isAlike = sameShape(squeezed[0]!, squeezed[1]!);
    const isRow = shape.length === 1 || stored.length === 1;
    if (size(shape) === size(stored) && (isAlike || isRow)) return { order: undefined, shape };
  }
  if (stored.length === 3) {
    for (const order of [
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      const shape = order.map((axis) => stored[axis]!);
      if (fits(shape, example)) return { order, shape };
    }
  }
  throw new UserError(
    `${where}: expected examples of shape ${formatOpen(example)}, got ${formatShape(stored)}; cut or resize them to what the model takes`,
  );
}

function fits(shape: Shape, wanted: OpenShape): boolean {
  return (
    shape.length === wanted.length &&
    wanted.every((side, i) => side === undefined || side === shape[i])
  );
}

function formatOpen(shape: OpenShape): string {
  return `[${shape.map((side) => side ?? 'any').join(', ')}]`;
}

/** The image that a model takes, as far as its input says. */
export interface ImageInput {
  readonly side: number | undefined;
  readonly channels: 1 | 3;
}

/** What images a model takes: channels first or last, grey without channels, or all in one row. */
export function imageInput(where: string, { example }: Pick<ModelInput, 'example'>): ImageInput {
  const isCount = (side: number | undefined): side is 1 | 3 => side === 1 || side === 3;
  const [a, b, c] = example ?? [];
  switch (example?.length) {
    case 3:
      if (isCount(a)) return { channels: a, side: square(where, b, c) };
      if (isCount(c)) return { channels: c, side: square(where, a, b) };
      return { channels: 3, side: undefined };
    case 2:
      return { channels: 1, side: square(where, a, b) };
    case 1: {
      const channels = a !== undefined && Number.isInteger(Math.sqrt(a)) ? 1 : 3;
      const side = Math.sqrt((a ?? NaN) / channels);
      return { channels, side: Number.isInteger(side) ? side : undefined };
    }
    default:
      return { channels: 3, side: undefined };
  }
}

function square(
  where: string,
  height: number | undefined,
  width: number | undefined,
): number | undefined {
  if (height === width || height === undefined || width === undefined) return height ?? width;
  throw new UserError(
    `${where}: expected a model of square images for an image folder, got ${height}×${width}; save inputs and labels as .npz`,
  );
}
