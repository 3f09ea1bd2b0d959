/** Weights below this part of the largest are left out. */
const NEGLIGIBLE = 1e-17;

/**
 * A Gaussian average of masses on a grid over [0, 1], taken at evenly spaced points: a band matrix,
 * made once for a bandwidth.
 */
export interface GaussianSmoother {
  /** Points of the grid G, at i/(G−1). */
  readonly gridSize: number;
  /** Points E at which averages are taken, at e/(E−1). */
  readonly pointCount: number;
  /** Band of each row, `ends[e] − starts[e]` weights beginning at `offsets[e]`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
  /** Sum of each column `[G]`: what one unit of mass adds to all averages together. */
  readonly columnSums: Float64Array;
}

/**
 * The smoother of a bandwidth σ in (0, 1]: on max(2000, round(20/σ))//2 + 1 grid points, mass is
 * spread by the density of a Gaussian of standard deviation σ, cut off at a distance of ½ and
 * reflected at both ends of [0, 1]; the result is interpolated linearly at max(round(10/σ), 200)
 * points.
 */
export function gaussianSmoother(bandwidth: number): GaussianSmoother {
  const gridSize = Math.floor(Math.max(2000, roundHalfEven(20 / bandwidth)) / 2) + 1;
  const pointCount = Math.max(roundHalfEven(10 / bandwidth), 200);
  const last = gridSize - 1;
  const kernel = kernelOf(bandwidth, gridSize);
  const starts = new Int32Array(pointCount);
  const ends = new Int32Array(pointCount);
  const offsets = new Int32Array(pointCount);
  const cells = new Int32Array(pointCount);
  let size = 0;
  for (let e = 0; e < pointCount; e++) {
    const cell = Math.min(Math.floor((e / (pointCount - 1)) * last), last - 1);
    cells[e] = cell;
    starts[e] = Math.max(cell + kernel.first, 0);
    ends[e] = Math.min(cell + 1 + kernel.last, last) + 1;
    offsets[e] = size;
    size += ends[e]! - starts[e]!;
  }
  const weights = new Float64Array(size);
  const columnSums = new Float64Array(gridSize);
  for (let e = 0; e < pointCount; e++) {
    const cell = cells[e]!;
    const fraction = (e / (pointCount - 1)) * last - cell;
    const base = offsets[e]! - starts[e]!;
    for (let side = 0; side < 2; side++) {
      const share = side === 0 ? 1 - fraction : fraction;
      for (let step = kernel.first; step <= kernel.last; step++) {
        const beyond = cell + side + step;
        const i = beyond < 0 ? -beyond : beyond > last ? 2 * last - beyond : beyond;
        weights[base + i]! += share * kernel.values[step - kernel.first]!;
      }
    }
    for (let i = starts[e]!; i < ends[e]!; i++) columnSums[i]! += weights[base + i]!;
  }
  return { gridSize, pointCount, starts, ends, offsets, weights, columnSums };
}

/** Σ_e |average at e| of masses `[G]`, which may be negative. */
export function sumOfAbsoluteAverages(smoother: GaussianSmoother, masses: Float64Array): number {
  const { pointCount, starts, ends, offsets, weights } = smoother;
  let sum = 0;
  for (let e = 0; e < pointCount; e++) {
    // Two sums, so that an addition need not wait for the one before it.
    let [even, odd] = [0, 0];
    let at = offsets[e]!;
    const end = ends[e]!;
    let i = starts[e]!;
    for (; i + 1 < end; i += 2, at += 2) {
      even += weights[at]! * masses[i]!;
      odd += weights[at + 1]! * masses[i + 1]!;
    }
    if (i < end) even += weights[at]! * masses[i]!;
    sum += Math.abs(even + odd);
  }
  return sum;
}

/** Gaussian weights of the grid points from `first` to `last` steps away. */
interface Kernel {
  readonly first: number;
  readonly last: number;
  readonly values: Float64Array;
}

function kernelOf(bandwidth: number, gridSize: number): Kernel {
  const step = 1 / (gridSize - 1);
  // As in relplot, a kernel of an even number of points has no middle one, and sits half a step aside.
  const center = gridSize % 2 === 0 ? 0.5 : 0;
  const reach = (bandwidth * Math.sqrt(-2 * Math.log(NEGLIGIBLE))) / step;
  const half = Math.min((gridSize - 1) / 2, reach);
  const first = Math.ceil(center - half);
  const last = Math.floor(center + half);
  const values = Float64Array.from({ length: last - first + 1 }, (_, i) => {
    const distance = ((first + i - center) * step) / bandwidth;
    return Math.exp((-distance * distance) / 2) / (Math.sqrt(2 * Math.PI) * bandwidth);
  });
  return { first, last, values };
}

/** Nearest whole number, the even one of two, as Python rounds: grids then agree to the point. */
function roundHalfEven(value: number): number {
  const nearest = Math.round(value);
  return nearest - value === 0.5 && nearest % 2 === 1 ? nearest - 1 : nearest;
}
