import {
  assertInteger,
  assertSmoothing,
  assertWithin,
  ConfigError,
  ValueRangeError,
} from '../../base/index.ts';

/**
 * How much of a target is moved away from the label, and where it goes. With K classes the label y
 * gets keep + floor_y and every other class k gets floor_k:
 *
 * - `uniform` (the default): α/K to every class, the label included. Müller et al., PyTorch, Keras.
 * - `other-classes`: α/(K−1) to every class but the label. fairseq, ESPnet.
 * - `exclude-padding`: α/(K−2) to every class but the label and `paddingIndex` (default 0). Rows whose
 *   label is the padding count for nothing. JoeyNMT.
 * - `unigram`: α·q_k to every class, q the label frequencies (or counts; only their ratios matter).
 *   Szegedy et al., Pereyra et al.
 */
export type SmoothingOptions = {
  /** Smoothing weight α in [0, 1); 0 gives hard targets. */
  readonly alpha: number;
} & (
  | { readonly convention?: 'uniform' | 'other-classes' }
  | { readonly convention: 'exclude-padding'; readonly paddingIndex?: number }
  | { readonly convention: 'unigram'; readonly labelFrequencies: ArrayLike<number> }
);

/** The name of a smoothing convention. */
export type SmoothingConvention = NonNullable<SmoothingOptions['convention']>;

/** A smoothing as an affine map of target rows: keep·t + floor. */
export interface Smoothing {
  readonly keep: number;
  /** One number for all classes, or one for each. */
  readonly floor: number | Float64Array;
}

/**
 * What a smoothing does to rows of `numClasses` targets.
 * @throws ValueRangeError if α is outside [0, 1), there are too few classes for the convention, the
 * padding is no class, or the frequencies are not K non-negative numbers with a positive sum;
 * ConfigError for an unknown convention.
 */
export function resolveSmoothing(
  where: string,
  options: SmoothingOptions,
  numClasses: number,
): Smoothing {
  const { alpha } = options;
  assertSmoothing(where, 'alpha', alpha);
  const { keep, floor } = spread(where, options, numClasses);
  // Hard targets are the same graph under every convention, and lose nothing to rounding.
  return { keep, floor: alpha === 0 ? 0 : floor };
}

function spread(where: string, options: SmoothingOptions, numClasses: number): Smoothing {
  const { alpha, convention = 'uniform' } = options;
  const atLeast = (minimum: number): void => {
    assertInteger(where, `the number of classes (${convention} smoothing)`, numClasses, minimum);
  };
  switch (options.convention) {
    case undefined:
    case 'uniform':
      atLeast(1);
      return { keep: 1 - alpha, floor: alpha / numClasses };
    case 'other-classes': {
      atLeast(2);
      const floor = alpha / (numClasses - 1);
      return { keep: 1 - alpha - floor, floor };
    }
    case 'exclude-padding': {
      atLeast(3);
      const share = alpha / (numClasses - 2);
      const floor = new Float64Array(numClasses).fill(share);
      floor[paddingOf(where, options, numClasses)!] = 0;
      return { keep: 1 - alpha - share, floor };
    }
    case 'unigram': {
      atLeast(1);
      const counts = checkedWeights(
        where,
        { labelFrequencies: options.labelFrequencies },
        numClasses,
      );
      const total = counts.reduce((sum, count) => sum + count, 0);
      return { keep: 1 - alpha, floor: counts.map((count) => (alpha * count) / total) };
    }
    default:
      throw new ConfigError(
        `${where}: expected convention uniform, other-classes, exclude-padding or unigram, got ${convention}`,
      );
  }
}

/**
 * The class that counts as padding, or undefined where the convention knows none.
 * @throws ValueRangeError if it is not a class.
 */
export function paddingOf(
  where: string,
  options: SmoothingOptions,
  numClasses: number,
): number | undefined {
  if (options.convention !== 'exclude-padding') return undefined;
  const { paddingIndex = 0 } = options;
  assertInteger(where, 'paddingIndex', paddingIndex);
  assertWithin(where, 'paddingIndex', paddingIndex, { minimum: 0, maximum: numClasses - 1 });
  return paddingIndex;
}

/**
 * A weight for each class, given by the name of the argument it came in.
 * @throws ValueRangeError unless there are K finite numbers of at least 0 that are not all 0.
 */
export function checkedWeights(
  where: string,
  named: Readonly<Record<string, ArrayLike<number>>>,
  numClasses: number,
): Float64Array {
  const [name, values] = Object.entries(named)[0]!;
  const weights = Float64Array.from(values);
  const valid = weights.every((weight) => weight >= 0 && Number.isFinite(weight));
  if (weights.length !== numClasses || !valid || !weights.some((weight) => weight > 0)) {
    throw new ValueRangeError(
      `${where}: expected ${name} to be ${numClasses} finite numbers of at least 0, not all 0, got [${weights.join(', ')}]`,
    );
  }
  return weights;
}
