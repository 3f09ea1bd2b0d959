/**
 * The number below which a share `fraction` of the values lies, interpolated linearly between the
 * two nearest values.
 * @param sorted - Values in ascending order, at least one.
 */
export function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}
