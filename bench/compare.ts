import type { ContenderResult } from './admission.ts';
import { median, timeRatio, type TimeRatio } from './statistics.ts';
import type { Bound, ComparisonChoice, ContenderGroup } from './workload.ts';

/** How the times of two contenders compare. */
export interface Comparison {
  readonly numerator: string;
  readonly denominator: string;
  readonly ratio: TimeRatio;
  /** What the ratio of medians is meant to be; null if it is only told. */
  readonly bound: Bound | null;
  readonly met: boolean;
}

/** Compares the fastest of each group; there is nothing to say of a group that was not measured. */
export function compare(
  contenders: readonly ContenderResult[],
  choices: readonly ComparisonChoice[],
): readonly Comparison[] {
  return choices.flatMap(({ numerator, denominator, bound }) => {
    const [above, below] = [fastest(contenders, numerator), fastest(contenders, denominator)];
    if (!above || !below) return [];
    const ratio = timeRatio(above.perRound, below.perRound);
    const met = isWithin(ratio.ofMedians, bound);
    return [{ numerator: above.name, denominator: below.name, ratio, bound, met }];
  });
}

/** Whether a ratio is what it is meant to be. */
function isWithin(ratio: number, bound: Bound | null): boolean {
  if (!bound) return true;
  return 'atMost' in bound ? ratio <= bound.atMost : ratio >= bound.atLeast;
}

function fastest(
  contenders: readonly ContenderResult[],
  group: ContenderGroup,
): { readonly name: string; readonly perRound: readonly number[] } | undefined {
  return contenders
    .flatMap((contender) =>
      contender.group === group && contender.times
        ? [{ name: contender.name, perRound: contender.times.perRound }]
        : [],
    )
    .toSorted((a, b) => median(a.perRound) - median(b.perRound))[0];
}
