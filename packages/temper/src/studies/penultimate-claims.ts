import type { BothGroups, BothSplits, LayerFigures, TripleFigures } from './layer-figures.ts';

/** A claim of the paper about the layer, and what the trials say of it. */
export interface LayerClaim {
  readonly claim: string;
  /** What the number is; the smaller it is the more the claim holds. */
  readonly measure: string;
  /** The number for each seed; `null` where a figure it is made of has no value. */
  readonly values: readonly (number | null)[];
  /** Seen where every seed's number is at most this. */
  readonly seenTo: number;
  /** Not seen where every seed's number is at least this. */
  readonly notSeenFrom: number;
  readonly verdict: 'seen' | 'not seen' | 'unclear';
}

/** What claims are judged by, of the two trials of one seed. */
export interface LayerPair<Figures> {
  readonly figures: BothGroups<BothSplits<Figures>>;
  /** Test accuracies. */
  readonly accuracy: BothGroups<number>;
}

/** How a claim is judged. */
export interface ClaimRule<Figures> extends Omit<LayerClaim, 'values' | 'verdict'> {
  readonly read: (pair: LayerPair<Figures>) => number | null;
}

/** Of all classes: what Figure 1 is said to show of tightness and scale. */
export const ALL_CLASSES: readonly ClaimRule<LayerFigures>[] = [
  {
    claim: 'With smoothing, training clusters are tighter',
    measure: 'radius over distance of means, training: smoothed over hard',
    seenTo: 0.9,
    notSeenFrom: 1,
    read: ({ figures }) => ratio(figures, (group) => group.train.radiusRatio),
  },
  {
    claim: 'With smoothing, classes are more equally far apart',
    measure: 'variation of distances between means, training: smoothed over hard',
    seenTo: 0.9,
    notSeenFrom: 1,
    read: ({ figures }) => ratio(figures, (group) => group.train.distanceVariation),
  },
  {
    claim: 'With smoothing, activations are smaller',
    measure: 'activation norm, training: smoothed over hard',
    seenTo: 0.9,
    notSeenFrom: 1,
    read: ({ figures }) => ratio(figures, (group) => group.train.activationNorm),
  },
  {
    claim: 'Accuracy is about equal',
    measure: 'percentage points between the test accuracies, hard and smoothed',
    seenTo: 1,
    notSeenFrom: 2,
    read: ({ accuracy }) => 100 * Math.abs(accuracy.hard - accuracy.smoothed),
  },
];

/** Of any three classes. */
export const THREE_CLASSES: readonly ClaimRule<TripleFigures>[] = [
  {
    claim: 'With smoothing, the three classes are equally far from each other',
    measure: 'longest over shortest edge of the triangle of means, training, smoothed',
    seenTo: 1.15,
    notSeenFrom: 1.4,
    read: ({ figures }) => figures.smoothed.train.edgeRatio,
  },
];

/** Of two classes that are alike and a third. */
export const SIMILAR_PAIR: readonly ClaimRule<TripleFigures>[] = [
  {
    claim: 'With hard labels, the similar classes are near each other',
    measure: 'distance of their means over that to the third, training, hard',
    seenTo: 0.9,
    notSeenFrom: 1,
    read: ({ figures }) => figures.hard.train.pairRatio,
  },
  {
    claim: 'With smoothing, they separate',
    measure: 'the same distance ratio, training: hard over smoothed',
    seenTo: 0.9,
    notSeenFrom: 1,
    read: ({ figures: { hard, smoothed } }) => over(hard.train.pairRatio, smoothed.train.pairRatio),
  },
  {
    claim: 'With smoothing, both are equally far from the third',
    measure: 'difference of their distances to the third over the mean, training, smoothed',
    seenTo: 0.1,
    notSeenFrom: 0.2,
    read: ({ figures }) => figures.smoothed.train.thirdImbalance,
  },
  {
    claim: 'With smoothing, their examples lie along an arc about the third',
    measure: 'spread along over spread across the radius from its template, validation, smoothed',
    seenTo: 0.5,
    notSeenFrom: 1,
    read: ({ figures }) => figures.smoothed.validation.arcRatio,
  },
];

/** Judges claims by the trials of every seed: a verdict needs all of them. */
export function judgeClaims<Figures>(
  rules: readonly ClaimRule<Figures>[],
  pairs: readonly LayerPair<Figures>[],
): LayerClaim[] {
  return rules.map(({ read, ...rule }) => {
    const values = pairs.map(read);
    const all = (test: (value: number) => boolean): boolean =>
      values.every((value) => value !== null && test(value));
    const seen = all((value) => value <= rule.seenTo);
    const notSeen = all((value) => value >= rule.notSeenFrom);
    return { ...rule, values, verdict: seen ? 'seen' : notSeen ? 'not seen' : 'unclear' };
  });
}

function ratio(
  { hard, smoothed }: BothGroups<BothSplits<LayerFigures>>,
  read: (group: BothSplits<LayerFigures>) => number | null,
): number | null {
  return over(read(smoothed), read(hard));
}

function over(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}
