import { assertInteger, Rng } from '../../base/index.ts';

/** How a statistic is jackknifed. */
export interface JackknifeOptions {
  /** Groups the examples are dealt into at random, at least 2. Default 20. */
  readonly groups?: number;
  /** Of the dealing. Default 0. */
  readonly seed?: number;
}

/** A statistic of all examples and how far it may be off. */
export interface JackknifeEstimate {
  /** The statistic of all examples. */
  readonly value: number;
  readonly standardError: number;
}

/**
 * Standard error of a statistic of examples by the delete-a-group jackknife: with θ_g the statistic
 * without group g of G, √((G−1)/G · Σ_g (θ_g − θ̄)²). For statistics that vary smoothly with the
 * examples, such as ratios of means and radii, and too slow to be bootstrapped.
 * @param count - N, at least as many as groups.
 * @param statistic - Of the examples at some indices, ascending.
 * @throws ValueRangeError if there are fewer than 2 groups or fewer examples than groups.
 * References: Kott, The Delete-a-Group Jackknife, Journal of Official Statistics 2001.
 */
export function jackknife(
  count: number,
  statistic: (indices: Uint32Array) => number,
  { groups = 20, seed = 0 }: JackknifeOptions = {},
): JackknifeEstimate {
  assertInteger('jackknife', 'groups', groups, 2);
  assertInteger('jackknife', 'the number of examples', count, groups);
  const place = Rng.fromSeed(seed).permutation(count);
  const all = Uint32Array.from({ length: count }, (_, index) => index);
  const without = Array.from({ length: groups }, (_, group) =>
    statistic(all.filter((index) => place[index]! % groups !== group)),
  );
  const mean = without.reduce((sum, value) => sum + value, 0) / groups;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    value: statistic(all),
    standardError: Math.sqrt((squares * (groups - 1)) / groups),
  };
}
