import { ShapeError } from '../../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../../tensor/index.ts';
import {
  constant,
  flip,
  type OpAttributes,
  type OpDefinition,
  pad,
  scatterAdd,
  type SymbolicTensor,
} from '../graph/index.ts';
import { forEachPosition, indexAt } from './positions.ts';

/** ONNX wraps a negative end once; this one stays negative and so lies before index 0. */
const BEFORE_THE_FIRST = -(2 ** 31);

/** A strided part of x. Indices are absolute; an end of −1 is the place before index 0. */
export const slice: OpDefinition<'slice'> = {
  infer([x], attributes) {
    const { dtype, shape } = x!;
    const { starts, ends, steps } = attributes;
    shape.forEach((size, axis) => {
      const [start, end, step] = [starts[axis]!, ends[axis]!, steps[axis]!];
      const inside =
        step > 0
          ? 0 <= start && start <= end && end <= size
          : -1 <= end && end <= start && start < size;
      if (!inside || ![start, end, step].every(Number.isInteger) || step === 0) {
        throw new ShapeError(
          `slice: expected a range inside axis ${axis} of ${formatShape(shape)}, got ${start} to ${end} by ${step}`,
        );
      }
    });
    return [{ dtype, shape: shape.map((_, axis) => countAlong(attributes, axis)) }];
  },
  evaluate([x], { starts, steps }, [out]) {
    const y = new Float64Array(sizeOf(out!.shape));
    forEachPosition(out!.shape, (position, index) => {
      const from = position.map((along, axis) => starts[axis]! + along * steps[axis]!);
      y[index] = x!.data[indexAt(from, x!.shape)]!;
    });
    return [y];
  },
  lower(emit, [x], { inputs: [type], attributes: { starts, ends, steps } }) {
    // Axes that stay whole are left out, so that their size may be symbolic.
    const axes = slicedAxes(type!.shape, { starts, ends, steps });
    const pick = (values: readonly number[]): string =>
      emit.int64s(axes.map((axis) => values[axis]!));
    const wrapless = ends.map((end) => (end < 0 ? BEFORE_THE_FIRST : end));
    const ranges = [pick(starts), pick(wrapless), emit.int64s(axes), pick(steps)];
    return [emit.node('Slice', [x!, ...ranges])];
  },
  vjp({ inputs: [x], attributes }, d) {
    const { shape } = x!;
    const { starts, ends, steps } = attributes;
    // Contiguous axes are put in order and padded with zeros; strided ones are scattered, one after the
    // other.
    const contiguous = (axis: number): boolean => Math.abs(steps[axis]!) === 1;
    const backward = shape.flatMap((_, axis) => (steps[axis] === -1 ? [axis] : []));
    const first = (axis: number): number => (steps[axis] === 1 ? starts[axis]! : ends[axis]! + 1);
    const last = (axis: number): number => (steps[axis] === 1 ? ends[axis]! : starts[axis]! + 1);
    const padded = pad(
      flip(d, backward),
      shape.map((_, axis) => (contiguous(axis) ? first(axis) : 0)),
      shape.map((size, axis) => (contiguous(axis) ? size - last(axis) : 0)),
    );
    const scattered = shape.reduce<SymbolicTensor>(
      (gradient, size, axis) =>
        contiguous(axis)
          ? gradient
          : scatterAdd(indicesAlong(gradient, attributes, axis), gradient, { axis, size }),
      padded,
    );
    return [scattered];
  },
};

function countAlong({ starts, ends, steps }: OpAttributes['slice'], axis: number): number {
  return Math.ceil((ends[axis]! - starts[axis]!) / steps[axis]!);
}

function slicedAxes(shape: Shape, { starts, ends, steps }: OpAttributes['slice']): number[] {
  return shape.flatMap((size, axis) =>
    starts[axis] === 0 && ends[axis] === size && steps[axis] === 1 ? [] : [axis],
  );
}

/** The indices that a slice takes along one axis, as a constant of the graph. */
function indicesAlong(
  { graph }: SymbolicTensor,
  attributes: OpAttributes['slice'],
  axis: number,
): SymbolicTensor {
  const { starts, steps } = attributes;
  const length = countAlong(attributes, axis);
  const indices = Array.from({ length }, (_, k) => starts[axis]! + k * steps[axis]!);
  return constant(graph, indices, { dtype: 'int32' });
}
