import {
  type BinningConvention,
  CONVENTIONS,
  everyExample,
  expectedCalibrationError,
  type FigureComparison,
  pairedBootstrapDifferences,
  positiveClassConfidences,
  type Predictions,
  resampledDiagram,
  scoreExamples,
  type Statistics,
} from 'temper';
import { UserError } from '../user-error.ts';
import type { JudgedFigure, Judgement } from './calibrate-document.ts';

/** How predictions are judged. */
export interface JudgeOptions {
  readonly convention: BinningConvention;
  readonly numBins: number;
  /** Resamples of every interval, 0 for none. */
  readonly bootstrap: number;
  readonly seed: number;
}

/** @throws UserError for a convention of P(class 1) where there are more than two classes. */
export function assertConventionFits(convention: BinningConvention, numClasses: number): void {
  if (!CONVENTIONS[convention].binaryOnly || numClasses === 2) return;
  throw new UserError(
    `expected --convention for ${numClasses} classes, got ${convention}, which bins P(class 1) of two; leave it out or take temper`,
  );
}

/**
 * Judges predictions by what recalibration made of them, with intervals of the differences paired by
 * example.
 * @param before - Predictions as they came.
 * @param after - The same examples, recalibrated.
 * @throws ShapeError for a convention of P(class 1) where there are more than two classes.
 */
export function judgeRecalibration(
  before: Predictions,
  after: Predictions,
  options: JudgeOptions,
): Judgement {
  const count = before.labels.length;
  const [first, second] = [statisticsOf(after, options), statisticsOf(before, options)];
  const everyone = everyExample(count);
  const [judgedAfter, judgedBefore] = [first(everyone), second(everyone)];
  const { bootstrap, seed } = options;
  return {
    before: judgedBefore,
    after: judgedAfter,
    difference:
      bootstrap > 0
        ? pairedBootstrapDifferences(count, [first, second], { samples: bootstrap, seed })
        : plainDifference(judgedAfter, judgedBefore),
  };
}

type Figures = Readonly<Record<JudgedFigure, number>>;

function plainDifference(
  after: Figures,
  before: Figures,
): Readonly<Record<JudgedFigure, FigureComparison>> {
  const of = (name: JudgedFigure): FigureComparison => ({
    difference: after[name] - before[name],
    interval: null,
  });
  return { accuracy: of('accuracy'), nll: of('nll'), brier: of('brier'), ece: of('ece') };
}

function statisticsOf(
  predictions: Predictions,
  { convention, numBins }: JudgeOptions,
): Statistics<JudgedFigure> {
  const scores = scoreExamples(predictions);
  const binned = CONVENTIONS[convention].binaryOnly
    ? positiveClassConfidences(predictions)
    : scores;
  const diagramAt = resampledDiagram(binned, { binning: convention, numBins });
  return (indices) => {
    const sums = { accuracy: 0, nll: 0, brier: 0 };
    for (const n of indices) {
      sums.accuracy += scores.correct[n]!;
      sums.nll += scores.nll[n]!;
      sums.brier += scores.brier[n]!;
    }
    return {
      accuracy: sums.accuracy / indices.length,
      nll: sums.nll / indices.length,
      brier: sums.brier / indices.length,
      ece: expectedCalibrationError(diagramAt(indices)),
    };
  };
}
