import type { ConsistencyBand, ReliabilityBin, ReliabilityDiagram } from 'temper';

/** One model of the picture. */
export interface ReliabilityPanel {
  readonly name: string;
  readonly diagram: Pick<ReliabilityDiagram, 'numBins' | 'bins' | 'count'>;
  /** Where the accuracy of each bin would lie were the model calibrated, as many as bins; null for an empty bin. */
  readonly band?: Pick<ConsistencyBand, 'level' | 'bins'>;
  readonly calibrationError?: {
    readonly value: number;
    readonly interval?: { readonly lower: number; readonly upper: number };
  };
}

/** Several models under one convention. */
export interface ReliabilityData {
  readonly panels: readonly ReliabilityPanel[];
  /** How bins and intervals were made, printed with the numbers. */
  readonly convention: string;
}

/** A bin that holds examples. */
export interface FilledBin extends ReliabilityBin {
  readonly meanConfidence: number;
  readonly accuracy: number;
}

/**
 * The bins that hold examples.
 * @throws RangeError if one of them lacks its confidence or accuracy, or these are not fractions.
 */
export function filledBins({ name, diagram }: ReliabilityPanel): FilledBin[] {
  return diagram.bins.flatMap((bin) => {
    const { lower, upper, count, meanConfidence, accuracy } = bin;
    if (count === 0) return [];
    if (!isFraction(meanConfidence) || !isFraction(accuracy)) {
      throw new RangeError(
        `reliabilityDiagram: expected confidence and accuracy in [0, 1] for the ${count} examples of "${name}" in (${lower}, ${upper}], got ${meanConfidence} and ${accuracy}`,
      );
    }
    return [{ ...bin, meanConfidence, accuracy }];
  });
}

/** What chance allows in a bin that holds examples. */
export interface BandBox {
  readonly x1: number;
  readonly x2: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The consistency band over the bins that hold examples, empty without one.
 * @throws RangeError if there are not as many intervals as bins.
 */
export function bandBoxes({ name, diagram, band }: ReliabilityPanel): BandBox[] {
  if (band === undefined) return [];
  if (band.bins.length !== diagram.bins.length) {
    throw new RangeError(
      `reliabilityDiagram: expected a band of ${diagram.bins.length} bins for "${name}", got ${band.bins.length}`,
    );
  }
  return band.bins.flatMap((interval, index) => {
    const { lower: x1, upper: x2 } = diagram.bins[index]!;
    return interval === null ? [] : [{ x1, x2, lower: interval.lower, upper: interval.upper }];
  });
}

function isFraction(value: number | null): value is number {
  return value !== null && value >= 0 && value <= 1;
}

/** The calibration error as printed, with its interval where there is one. */
export function describeCalibrationError({ calibrationError }: ReliabilityPanel): string {
  if (calibrationError === undefined) return '';
  const { value, interval } = calibrationError;
  const range = interval && ` [${interval.lower.toFixed(3)},\u00a0${interval.upper.toFixed(3)}]`;
  return `ECE ${value.toFixed(3)}${range ?? ''}`;
}

/** A panel in words: the error, which way the bins lean, and the widest gap. */
export function describeReliability(panel: ReliabilityPanel): string {
  const bins = filledBins(panel);
  const start = [panel.name, describeCalibrationError(panel)]
    .filter((part) => part !== '')
    .join(', ');
  if (bins.length === 0) return `${start}: no examples.`;
  const over = bins.filter((bin) => bin.accuracy < bin.meanConfidence).length;
  const widest = bins.reduce((worst, bin) => (gap(bin) > gap(worst) ? bin : worst));
  return `${start}: over-confident in ${over} of ${bins.length} bins with examples; widest gap ${gap(widest).toFixed(2)} at confidence ${widest.meanConfidence.toFixed(2)} (${widest.count} of ${panel.diagram.count} examples).`;
}

function gap({ accuracy, meanConfidence }: FilledBin): number {
  return Math.abs(accuracy - meanConfidence);
}
