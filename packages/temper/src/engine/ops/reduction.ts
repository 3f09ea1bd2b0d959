import { ShapeError } from '../../base/index.ts';
import { formatShape, type Shape, sizeOf, stridesOf } from '../../tensor/index.ts';
import {
  type BlockedLowering,
  int,
  type OnnxValue,
  type OpDefinition,
  type ReductionAttributes,
  reshape,
  type SymbolicTensor,
  type VectorJacobianProduct,
} from '../graph/index.ts';
import { asPlain, averageOverPlaces, canBlock, placesOf, reshaped } from './blocked.ts';
import { assertFloating } from './elementwise.ts';

type Reduction = 'reduceSum' | 'reduceMean' | 'reduceMax';

/** A shape with the given axes of size 1. */
function keptShape(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** A reduction's result, or its gradient, with the reduced axes back as size 1. */
export function withKeptAxes(
  reduced: SymbolicTensor,
  shape: Shape,
  { axes }: ReductionAttributes,
): SymbolicTensor {
  return reshape(reduced, keptShape(shape, axes));
}

/** A reduction over axes. */
export function reduction<N extends Reduction>(
  op: N,
  {
    onnx,
    evaluate,
    empty,
    overPlaces,
    vjp,
  }: {
    readonly onnx: string;
    /** The reduction of one group of elements. */
    readonly evaluate: (group: readonly number[]) => number;
    /** Whether a group may have no elements. */
    readonly empty: boolean;
    /** The factor by which the reduction over an image's places exceeds their mean; absent: no such one. */
    readonly overPlaces?: (places: number) => number;
    readonly vjp: VectorJacobianProduct<N>;
  },
): OpDefinition<N> {
  return {
    infer([x], { axes, keepDims }) {
      assertFloating(op, x!);
      const { dtype, shape } = x!;
      if (axes.some((axis, i) => !(axis in shape) || axis <= (axes[i - 1] ?? -1))) {
        throw new ShapeError(
          `${op}: expected ascending axes of a rank-${shape.length} tensor, got ${formatShape(axes)}`,
        );
      }
      if (!empty && axes.some((axis) => shape[axis] === 0)) {
        throw new ShapeError(
          `${op}: expected at least one element along axes ${formatShape(axes)}, got shape ${formatShape(shape)}`,
        );
      }
      const kept = keptShape(shape, axes);
      return [{ dtype, shape: keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis)) }];
    },
    evaluate([x], { axes }) {
      const kept = keptShape(x!.shape, axes);
      const [from, to] = [stridesOf(x!.shape), stridesOf(kept)];
      const groups = Array.from({ length: sizeOf(kept) }, (): number[] => []);
      x!.data.forEach((value, index) => {
        let at = 0;
        kept.forEach((size, axis) => {
          if (size !== 1) at += (Math.floor(index / from[axis]!) % size) * to[axis]!;
        });
        groups[at]!.push(value);
      });
      return [Float64Array.from(groups, evaluate)];
    },
    lower(emit, [x], { attributes: { axes, keepDims } }) {
      // ONNX takes an empty list of axes for all of them.
      if (axes.length === 0) return [emit.node('Identity', [x!])];
      const over = (value: OnnxValue, some: readonly number[]): OnnxValue =>
        emit.node(onnx, [value, emit.int64s(some)], { keepdims: int(Number(keepDims)) });
      // Places first and then examples: several times as fast as both at once.
      return [axes.join() === '0,2,3' ? over(over(x!, [2, 3]), [0]) : over(x!, axes)];
    },
    ...(overPlaces ? { blocked: blockedReduction(onnx, overPlaces) } : {}),
    vjp,
  };
}

/** The reduction of images in blocks over their places, and then over examples. */
function blockedReduction<N extends Reduction>(
  onnx: string,
  factor: (places: number) => number,
): BlockedLowering<N> {
  return {
    lower({ emit, block, call }, [x]) {
      const { shape } = call.inputs[0]!;
      const axes = call.attributes.axes.join();
      if (!x!.isBlocked || !canBlock(call.inputs[0]!, block) || !['2,3', '0,2,3'].includes(axes)) {
        return undefined;
      }
      const means = averageOverPlaces(emit, x!.blocked());
      const reduced =
        axes === '2,3' ? means : emit.node(onnx, [means, emit.int64s([0])], { keepdims: int(1) });
      const scale = factor(placesOf(shape));
      const scaled =
        scale === 1 ? reduced : emit.node('Mul', [reduced, emit.scalar(scale, 'float32')]);
      return [asPlain(reshaped(emit, scaled, call.outputs[0]!.shape))];
    },
  };
}
