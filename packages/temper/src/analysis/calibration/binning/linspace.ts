/**
 * 0 … 1 in equal steps, `[n + 1]`: b/n, correctly rounded.
 */
export function dividedEdges(n: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, b) => b / n);
}

/**
 * NumPy's `linspace(0, 1, n + 1)`: multiples of the rounded step 1/n, and 1. Three tenths is
 * 0.30000000000000004 here.
 */
export function numpyLinspace(n: number): Float64Array {
  const step = 1 / n;
  return Float64Array.from({ length: n + 1 }, (_, b) => (b === n ? 1 : b * step));
}

/**
 * PyTorch's `linspace(0, 1, n + 1)` in float64: multiples of the rounded step counted from 0 in the
 * lower half and back from 1 in the upper half, where 1 − m·step is rounded once.
 */
export function torchLinspace(n: number): Float64Array {
  const step = 1 / n;
  return fromBothEnds(n, step, (m) => {
    // 1 − m·step in two parts: the products of m with each half of the step's digits are exact.
    const high = Math.fround(step);
    const product = m * step;
    const productError = m * high - product + m * (step - high);
    const rest = 1 - product;
    return rest + (1 - rest - product - productError);
  });
}

/** PyTorch's `linspace(0, 1, n + 1)` in float32, the default. */
export function torchLinspaceFloat32(n: number): Float64Array {
  const step = Math.fround(1 / n);
  // In double precision m·step and 1 − m·step are exact, so that each edge is rounded once.
  return fromBothEnds(n, step, (m) => 1 - m * step).map(Math.fround);
}

function fromBothEnds(n: number, step: number, back: (m: number) => number): Float64Array {
  const half = Math.floor((n + 1) / 2);
  return Float64Array.from({ length: n + 1 }, (_, b) => (b < half ? b * step : back(n - b)));
}
