/**
 * A score of the probability that was given to an event, once it is known whether the event occurred:
 * lower is better. It is proper if no forecast scores better on average than the true probability.
 */
export type EventScore = (probability: number, occurred: boolean) => number;

/** −log of the probability given to what happened, in nats; infinite for the impossible. Proper. */
export const logScore: EventScore = (probability, occurred) =>
  occurred ? -Math.log(probability) : -Math.log1p(-probability);

/**
 * (p − y)², from 0 to 1. Proper. Of P(class 1) in a problem of two classes it is half of `brierScore`,
 * which sums over both.
 */
export const quadraticScore: EventScore = (probability, occurred) =>
  (probability - (occurred ? 1 : 0)) ** 2;
