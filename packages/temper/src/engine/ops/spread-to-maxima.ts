import type { DType } from '../../tensor/index.ts';
import {
  type Emitter,
  float,
  int,
  ints,
  type OnnxValue,
  type PoolingAttributes,
} from '../graph/index.ts';
import { STEEP } from './step.ts';

/** Images of runs of elements that pooling treats alike, such as all channels, or a block of them. */
export interface PooledRuns extends PoolingAttributes {
  /** `[M, H, W, E]`: M images of H × W runs, each of E elements. */
  readonly image: readonly [number, number, number, number];
  /** Height and width of what pooling gives. */
  readonly result: readonly [number, number];
  readonly dtype: DType;
}

/** Below any element of an image, yet finite, as some runtimes know no infinite constants. */
const LOWEST = -3.4e38;

/** Beyond any normal float32 this slope makes of x − y ≤ 0 a mask: 1 where they are equal, else 0. */
const EQUAL = { alpha: float(STEEP), beta: float(1) };

/** Elements that one offset in the windows adds to a phase, which many rows and columns further on. */
interface Share {
  readonly value: OnnxValue;
  readonly down: number;
  readonly across: number;
}

/**
 * Adds each element of d to the place where its window of x has its maximum y, the first in row-major
 * order. An offset in the windows is compared at a time; what a place takes is taken off d for those
 * that follow. Places of x with the same remainders by the strides make a phase: one offset of all
 * windows meets one phase, so that phases are sums of aligned tensors, woven together at the end.
 *
 * @param values - x `[M, H, W, E]`; y and d `[M, Ho, Wo, E]`.
 * @returns `[M, H, W, E]`.
 */
export function spreadToMaxima(
  emit: Emitter,
  { x, y, d }: { readonly x: OnnxValue; readonly y: OnnxValue; readonly d: OnnxValue },
  runs: PooledRuns,
): OnnxValue {
  const { size, strides, result } = runs;
  const padded = padToWindows(emit, x, runs);
  const phases = Array.from({ length: strides[0] * strides[1] }, (): Share[] => []);
  let rest = d;
  for (let r = 0; r < size[0]; r++) {
    for (let c = 0; c < size[1]; c++) {
      const ends = [r + (result[0] - 1) * strides[0] + 1, c + (result[1] - 1) * strides[1] + 1];
      const met = part(emit, padded, { starts: [r, c], ends, steps: strides });
      const mask = emit.node('HardSigmoid', [emit.node('Sub', [met, y])], EQUAL);
      const value = emit.node('Mul', [mask, rest]);
      const last = r === size[0] - 1 && c === size[1] - 1;
      if (!last) rest = emit.node('Sub', [rest, value]);
      const [down, across] = [Math.floor(r / strides[0]), Math.floor(c / strides[1])];
      phases[(r % strides[0]) * strides[1] + (c % strides[1])]!.push({ value, down, across });
    }
  }
  return weave(emit, phases, runs);
}

/** x with what padding the windows reach, and no more. */
function padToWindows(
  emit: Emitter,
  x: OnnxValue,
  { image, result, size, strides, pads, dtype }: PooledRuns,
): OnnxValue {
  const [top, left] = pads;
  const beyond = [0, 1].map((i) =>
    Math.max(0, (result[i]! - 1) * strides[i]! + size[i]! - pads[i]! - image[1 + i]!),
  );
  if (top + left + beyond[0]! + beyond[1]! === 0) return x;
  const around = emit.int64s([0, top, left, 0, 0, beyond[0]!, beyond[1]!, 0]);
  return emit.node('Pad', [x, around, emit.scalar(LOWEST, dtype)]);
}

/** Sums the shares of each phase and puts the phases' places back in their order. */
function weave(
  emit: Emitter,
  phases: readonly (readonly Share[])[],
  { image: [count, height, width, run], result, strides, pads: [top, left], dtype }: PooledRuns,
): OnnxValue {
  const grid = [
    Math.ceil((top + height) / strides[0]),
    Math.ceil((left + width) / strides[1]),
  ] as const;
  const shape = [count, ...grid, run];
  const sums = phases.map((shares) =>
    shares.length === 0
      ? emit.node('Expand', [emit.scalar(0, dtype), emit.int64s(shape)])
      : shares
          .filter(({ down, across }) => down < grid[0] && across < grid[1])
          .map((share) => place(emit, share, { result, grid }))
          .reduce((sum, value) => emit.node('Add', [sum, value])),
  );
  if (sums.length === 1) {
    return part(emit, sums[0]!, { starts: [top, left], ends: [top + height, left + width] });
  }
  const joined = emit.node('Concat', sums, { axis: int(0) });
  const apart = emit.node('Reshape', [joined, emit.int64s([...strides, ...shape])]);
  const together = emit.node('Transpose', [apart], { perm: ints([2, 3, 0, 4, 1, 5]) });
  const size = [grid[0] * strides[0], grid[1] * strides[1]];
  const woven = emit.node('Reshape', [together, emit.int64s([count, size[0]!, size[1]!, run])]);
  const ends = [top + height, left + width];
  return top + left === 0 && size.every((n, i) => n === ends[i])
    ? woven
    : part(emit, woven, { starts: [top, left], ends });
}

/** A share where it belongs in its phase; what falls outside was padding and is zero. */
function place(
  emit: Emitter,
  { value, down, across }: Share,
  { result, grid }: { readonly result: readonly number[]; readonly grid: readonly number[] },
): OnnxValue {
  const starts = [down, across];
  const kept = starts.map((start, i) => Math.min(result[i]!, grid[i]! - start));
  const after = starts.map((start, i) => grid[i]! - start - kept[i]!);
  const inside = kept.every((n, i) => n === result[i])
    ? value
    : part(emit, value, { starts: [0, 0], ends: kept });
  if ([...starts, ...after].every((n) => n === 0)) return inside;
  return emit.node('Pad', [inside, emit.int64s([0, ...starts, 0, 0, ...after, 0])]);
}

/** Rows and columns of `[M, H, W, E]`. */
function part(
  emit: Emitter,
  value: OnnxValue,
  {
    starts,
    ends,
    steps = [1, 1],
  }: {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
    readonly steps?: readonly number[];
  },
): OnnxValue {
  const ranges = [starts, ends, [1, 2], steps].map((values) => emit.int64s(values));
  return emit.node('Slice', [value, ...ranges]);
}
