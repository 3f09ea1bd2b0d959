import {
  type BinningConvention,
  type ExampleScores,
  expectedCalibrationError,
  fitTemperature,
  reliabilityDiagram,
  type ReliabilityDiagram,
  resampledDiagram,
  scoreExamples,
} from '../calibration/index.ts';
import { bootstrapInterval, estimateOf } from '../statistics/index.ts';
import type { TemperatureAudit } from './audit.ts';
import type { FitAndJudge } from './split-examples.ts';

/** Temperature scaling in numbers, and the diagrams before and after on the examples that judge. */
export interface ScaledPredictions {
  readonly figures: TemperatureAudit;
  readonly before: ReliabilityDiagram;
  readonly after: ReliabilityDiagram;
  /** The examples that judge, before and after. */
  readonly judged: ExampleScores;
  readonly scaled: ExampleScores;
}

/** What temperature scaling is measured on, and how. */
export interface TemperatureEvidence extends FitAndJudge {
  /** The examples that judge, at T = 1. */
  readonly judged: ExampleScores;
  readonly inSample: boolean;
}

/** How its calibration errors are taken. */
export interface TemperatureChoices {
  readonly binning: BinningConvention;
  readonly numBins: number | undefined;
  readonly bootstrap: number;
  readonly seed: number;
}

/** Fits a temperature and says what it does to examples it was not fitted on. */
export function measureTemperature(
  { fit, whole, judgeRows, judged, inSample }: TemperatureEvidence,
  { binning, numBins, bootstrap, seed }: TemperatureChoices,
): ScaledPredictions {
  const { temperature, inverseTemperature, derivativeAtSolution, hitBound, interval } =
    fitTemperature(fit);
  const scaled = scoreExamples(whole, { temperature, rows: judgeRows });
  const options = { binning, ...(numBins !== undefined && { numBins }) };
  const [before, after] = [judged, scaled].map((scores) => reliabilityDiagram(scores, options));
  const figures: TemperatureAudit = {
    temperature,
    inverseTemperature,
    derivativeAtSolution,
    hitBound,
    nllBefore: estimateOf(judged.nll).mean,
    nll: estimateOf(scaled.nll).mean,
    eceBefore: expectedCalibrationError(before!),
    ece: expectedCalibrationError(after!),
    inSample,
    fittedOn: fit.labels.length,
    judgedOn: judgeRows.length,
    interval: { temperature: interval, ece: null },
  };
  if (bootstrap === 0) return { figures, before: before!, after: after!, judged, scaled };
  const diagramAt = resampledDiagram(scaled, options);
  const ece = bootstrapInterval(
    judgeRows.length,
    (indices) => expectedCalibrationError(diagramAt(indices)),
    { samples: bootstrap, seed },
  );
  return {
    figures: { ...figures, interval: { temperature: interval, ece } },
    before: before!,
    after: after!,
    judged,
    scaled,
  };
}
