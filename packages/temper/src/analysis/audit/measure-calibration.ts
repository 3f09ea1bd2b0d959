import { ConfigError } from '../../base/index.ts';
import {
  type BinningConvention,
  calibrationTest,
  CONVENTIONS,
  debiasedCalibrationError,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityDiagram,
  type ReliabilityDiagram,
  resampledDiagram,
  rootMeanSquareCalibrationError,
  smoothCalibrationError,
  smoothCalibrationErrorStatistic,
  type TopLabelConfidences,
  unweightedCalibrationError,
} from '../calibration/index.ts';
import { bootstrapIntervals } from '../statistics/index.ts';
import type { CalibrationAudit, ConventionErrors } from './audit.ts';

/** The conventions that an audit lists beside the one it was asked for. */
const LISTED: readonly BinningConvention[] = [
  'temper',
  'guo',
  'torchmetrics',
  'netcal',
  'kumar',
  'kumar-width',
  'sklearn',
  'sklearn-quantile',
];

/** What decides how calibration is measured; every choice is made. */
export interface CalibrationChoices {
  readonly convention: BinningConvention;
  readonly numBins: number | undefined;
  readonly of: CalibrationAudit['of'];
  /** Resamples; 0 for none. */
  readonly bootstrap: number;
  readonly seed: number;
}

/** All that follows from confidences and correctness alone: everything but the class-wise errors. */
export type TopLabelCalibration = Omit<CalibrationAudit, 'classwiseMean' | 'classwiseSum'>;

/**
 * Calibration errors with their intervals.
 * @param predictions - Confidences of what `choices.of` names, and whether it came true.
 * @throws ConfigError for a convention of binary problems where the predicted class is asked for.
 */
export function measureCalibration(
  predictions: TopLabelConfidences,
  choices: CalibrationChoices,
): TopLabelCalibration {
  const { convention, numBins, of, bootstrap, seed } = choices;
  const { defaultBins, edges } = CONVENTIONS[convention];
  assertConventionFits(convention, of);
  const diagram = reliabilityDiagram(predictions, binningOptions(convention, numBins));
  const massed = reliabilityDiagram(predictions, binningOptions('kumar', numBins));
  const { value: smece, bandwidth } = smoothCalibrationError(predictions);
  return {
    convention,
    bins: numBins ?? defaultBins,
    edges,
    of,
    ...binnedErrors(diagram),
    debiasedL2: debiasedCalibrationError(massed),
    smece,
    smeceBandwidth: bandwidth,
    interval: intervalsOf(predictions, choices, bandwidth),
    test:
      bootstrap === 0
        ? null
        : calibrationTest(predictions, {
            ...binningOptions(convention, numBins),
            samples: bootstrap,
            seed,
          }),
    diagram,
    conventions: otherConventions(convention, of).map((name) =>
      conventionErrors(reliabilityDiagram(predictions, { binning: name })),
    ),
  };
}

/** @throws ConfigError for a convention of binary problems where the predicted class is asked for. */
export function assertConventionFits(
  convention: BinningConvention,
  of: CalibrationAudit['of'],
): void {
  if (!CONVENTIONS[convention].binaryOnly || of === 'class 1') return;
  throw new ConfigError(
    `convention: expected one for the predicted class, got ${convention}, which bins P(class 1) of two classes; take ${LISTED.filter((name) => !CONVENTIONS[name].binaryOnly).join(', ')}`,
  );
}

/** What is listed beside a convention, of those that fit the problem. */
export function otherConventions(
  convention: BinningConvention,
  of: CalibrationAudit['of'],
): BinningConvention[] {
  return LISTED.filter(
    (name) => name !== convention && (of === 'class 1' || !CONVENTIONS[name].binaryOnly),
  );
}

function binningOptions(
  binning: BinningConvention,
  numBins: number | undefined,
): { binning: BinningConvention; numBins?: number } {
  return { binning, ...(numBins !== undefined && { numBins }) };
}

/** Every error that follows from a diagram. */
export function binnedErrors(
  diagram: ReliabilityDiagram,
): Record<'ece' | 'rms' | 'mce' | 'unweighted', number> {
  return {
    ece: expectedCalibrationError(diagram),
    rms: rootMeanSquareCalibrationError(diagram),
    mce: maximumCalibrationError(diagram),
    unweighted: unweightedCalibrationError(diagram),
  };
}

function intervalsOf(
  predictions: TopLabelConfidences,
  { convention, numBins, bootstrap, seed }: CalibrationChoices,
  bandwidth: number,
): CalibrationAudit['interval'] {
  if (bootstrap === 0) {
    return { ece: null, rms: null, mce: null, unweighted: null, debiasedL2: null, smece: null };
  }
  const diagramAt = resampledDiagram(predictions, binningOptions(convention, numBins));
  const massedAt = resampledDiagram(predictions, binningOptions('kumar', numBins));
  const smeceAt = smoothCalibrationErrorStatistic(predictions, bandwidth);
  return bootstrapIntervals(
    predictions.confidences.length,
    (indices) => ({
      ...binnedErrors(diagramAt(indices)),
      debiasedL2: debiasedCalibrationError(massedAt(indices)),
      smece: smeceAt(indices),
    }),
    { samples: bootstrap, seed },
  );
}

/** What a convention makes of some predictions, by its diagram. */
export function conventionErrors(diagram: ReliabilityDiagram): ConventionErrors {
  const { ece, rms, mce } = binnedErrors(diagram);
  const { convention } = diagram;
  return { convention, bins: CONVENTIONS[convention].defaultBins, ece, rms, mce };
}
