import type { Difference } from './differences.ts';
import type { TourModel } from './tour-model.ts';

/** What was asked of the two models, what was measured, and what that says. */
export interface Finding {
  /** The section of the report it belongs to. */
  readonly topic: 'calibration' | 'gap' | 'penultimate';
  /** Whether the paper claims it, or the tour asks it of the same runs. */
  readonly source: 'paper' | 'question';
  readonly claim: string;
  readonly hard: string;
  readonly smoothed: string;
  readonly verdict: 'seen' | 'not seen' | 'unclear';
  /** In words, with the figures that decide. */
  readonly words: string;
}

/** The two models of the tour, trained alike but for their labels. */
export interface TourPair {
  readonly hard: TourModel;
  readonly smoothed: TourModel;
}

/** What is said wherever an interval holds 0. */
export const NO_DIFFERENCE = 'no difference that the examples could show';

/** The claim as a table shows it: † marks what is not a claim of the paper. */
export function claimOf({ claim, source }: Finding): string {
  return source === 'question' ? `${claim} †` : claim;
}

/** What a difference says of the claim that it is above 0. */
export function verdictOf({ lower, upper }: Difference): Finding['verdict'] {
  return lower > 0 ? 'seen' : upper < 0 ? 'not seen' : 'unclear';
}

/** One of three phrases: for a difference above 0, below 0, or that may be either. */
export function sideOf(
  difference: Difference,
  phrases: { readonly above: string; readonly below: string },
): string {
  const verdict = verdictOf(difference);
  if (verdict === 'unclear') return NO_DIFFERENCE;
  return verdict === 'seen' ? phrases.above : phrases.below;
}

/** A value and the half width of its 95 % interval. */
export function plusMinus(value: number, halfWidth: number): string {
  return `${value.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
}

/** The interval of a difference of shares, in percentage points. */
export function inPoints({ lower, upper }: Difference): string {
  return `95 %: ${signed(100 * lower, 2)} to ${signed(100 * upper, 2)} points`;
}

/** A number with its sign. */
export function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** A share in percent. */
export function percent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}
