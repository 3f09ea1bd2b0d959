import { ShapeError } from '../../base/index.ts';
import {
  accuracy,
  ClasswiseAccumulator,
  type ClasswiseCalibrationError,
  CONVENTIONS,
  type ExampleScores,
  logProbabilities,
  type Predictions,
  type ReliabilityDiagram,
  scoreExamples,
  type SelectiveRisk,
  type TopLabelConfidences,
} from '../calibration/index.ts';
import { smoothingFingerprint } from '../fingerprint/index.ts';
import { estimateOf, everyExample, type FloatTensor, normalInterval } from '../statistics/index.ts';
import type { AuditOptions, CalibrationAudit, WholeAudit } from './audit.ts';
import { auditNotes } from './audit-notes.ts';
import { measureCalibration } from './measure-calibration.ts';
import { measureDecomposition } from './measure-decomposition.ts';
import { measureSelection, surenessOf } from './measure-selection.ts';
import { measureTemperature, type ScaledPredictions } from './measure-temperature.ts';
import { type FitAndJudge, splitExamples } from './split-examples.ts';

/** Predictions to be audited: scores of every class, and labels. */
export interface AuditedPredictions {
  readonly kind: 'logits' | 'probabilities';
  /** `[N, K]`, finite. */
  readonly scores: FloatTensor;
  /** `[N]`, each in [0, K). */
  readonly labels: Int32Array;
  /** Other predictions of the same model to fit recalibration on, of the same kind, instead of a split. */
  readonly fitOn?: { readonly scores: FloatTensor; readonly labels: Int32Array };
}

/** An audit, and what pictures of it are drawn from. */
export interface AuditResult {
  readonly audit: WholeAudit;
  /** Of every example. */
  readonly examples: TopLabelConfidences &
    Partial<Pick<ExampleScores, 'nll' | 'brier' | 'predicted'>>;
  /** What the calibration errors are of: the predicted class's confidences, or class 1's. */
  readonly binned: TopLabelConfidences;
  readonly classwise: ClasswiseCalibrationError | null;
  /** The reliability diagram of P(class k) for a class, in the same bins as `classwise`. */
  readonly classDiagram: ((label: number) => ReliabilityDiagram) | null;
  readonly scaling: ScaledPredictions | null;
  readonly selection: SelectiveRisk;
}

/**
 * Audits a classifier by what it said of labelled examples: accuracy, proper scores, calibration under a
 * named convention with intervals, what a temperature mends, which predictions can be trusted, and whether
 * it was trained with smoothed labels.
 *
 * Probabilities are audited as their own logarithms. With few examples nothing is refused: what cannot be
 * said is null, and `notes` say why.
 * @throws ShapeError if counts differ or there is a single class; ValueRangeError for a score that is not
 * finite, a label outside [0, K), or probabilities in place of logits; ConfigError for a convention that
 * does not go with the problem.
 */
export function auditPredictions(
  source: AuditedPredictions,
  {
    convention = 'temper',
    numBins,
    bootstrap = 200,
    seed = 0,
    binary = false,
    ...rest
  }: AuditOptions = {},
): AuditResult {
  const { predictions, raised } = asLogits(source);
  const [count, numClasses] = predictions.logits.shape as readonly [number, number];
  if (numClasses < 2) {
    throw new ShapeError(
      `auditPredictions: expected at least 2 classes, got ${numClasses}; a model of two classes with one output gives P(class 1): save both columns`,
    );
  }
  const { binaryOnly, fixedBins } = CONVENTIONS[convention];
  const accumulator =
    fixedBins === null
      ? null
      : new ClasswiseAccumulator(numClasses, {
          binning: convention,
          ...(numBins !== undefined && { numBins }),
        });
  const examples = scoreExamples(
    predictions,
    accumulator === null
      ? {}
      : {
          eachRow: (probabilities, label) => {
            accumulator.addRow(probabilities, label);
          },
        },
  );
  const classwise = accumulator?.errors() ?? null;
  const of: CalibrationAudit['of'] =
    numClasses === 2 && (binary || binaryOnly) ? 'class 1' : 'predicted class';
  const binned = of === 'class 1' ? ofClassOne(examples, predictions.labels) : examples;
  const calibration = measureCalibration(binned, { convention, numBins, of, bootstrap, seed });
  const parts = partsOf(source, predictions, { seed, ...rest });
  const evidence =
    parts === null ? null : { ...parts, judged: takeScores(examples, parts.judgeRows) };
  const choices = {
    // Bins of P(class 1) are of no use to the predicted class, by which temperatures are judged.
    binning: binaryOnly ? ('temper' as const) : convention,
    numBins,
    bootstrap,
    seed,
  };
  const scaling = evidence === null ? null : measureTemperature(evidence, choices);
  const selection = measureSelection(
    {
      scores: surenessOf(examples),
      correct: examples.correct,
      parts: source.kind === 'logits' ? evidence : null,
    },
    { bootstrap, seed },
  );
  const [share, nll, brier] = [
    accuracy(examples.correct),
    estimateOf(examples.nll),
    estimateOf(examples.brier),
  ];
  const smoothing = smoothingFingerprint(predictions.logits, { seed });
  const audit: WholeAudit = {
    input: source.kind,
    n: count,
    classes: numClasses,
    accuracy: share.mean,
    nll: nll.mean,
    brier: brier.mean,
    interval: {
      accuracy: share.interval,
      nll: normalInterval(nll),
      brier: normalInterval(brier),
    },
    calibration: {
      ...calibration,
      classwiseMean: classwise?.mean ?? null,
      classwiseSum: classwise?.sum ?? null,
    },
    decomposition: measureDecomposition(binned, scaling && evidence && { ...evidence, ...scaling }),
    temperatureScaling: scaling?.figures ?? null,
    selective: selection.figures,
    smoothing,
    notes: auditNotes({
      unseen: unseenClasses(predictions.labels, numClasses),
      calibration,
      scaling: scaling?.figures ?? null,
      raised,
    }),
  };
  return {
    audit,
    examples,
    binned,
    classwise,
    classDiagram: accumulator && ((label) => accumulator.diagram(label)),
    scaling,
    selection: selection.risk,
  };
}

function unseenClasses(labels: Int32Array, numClasses: number): number[] {
  const seen = new Uint8Array(numClasses);
  for (const label of labels) seen[label] = 1;
  return Array.from(seen.keys()).filter((label) => seen[label] === 0);
}

/** Predictions as logits, and how many probabilities of 0 had to be raised. */
export function asLogits({ kind, scores, labels }: AuditedPredictions): {
  readonly predictions: Predictions;
  readonly raised: number;
} {
  if (kind === 'logits') return { predictions: { logits: scores, labels }, raised: 0 };
  const { logits, raised } = logProbabilities(scores);
  return { predictions: { logits, labels }, raised };
}

type Parts = FitAndJudge & { readonly inSample: boolean };

/** What recalibration is fitted on and judged by; null where there are too few examples for both. */
function partsOf(
  { kind, fitOn }: AuditedPredictions,
  predictions: Predictions,
  {
    seed,
    fit = { kind: 'split', fraction: 0.5 },
  }: Pick<AuditOptions, 'fit'> & { readonly seed: number },
): Parts | null {
  const everyRow = { whole: predictions, judgeRows: everyExample(predictions.labels.length) };
  if (fit.kind === 'in-sample') return { ...everyRow, fit: predictions, inSample: true };
  if (fitOn !== undefined) {
    return { ...everyRow, fit: asLogits({ kind, ...fitOn }).predictions, inSample: false };
  }
  if (predictions.labels.length < 2) return null;
  return { ...splitExamples(predictions, { fraction: fit.fraction, seed }), inSample: false };
}

/** The scores of the examples at some rows. */
function takeScores(examples: ExampleScores, rows: Uint32Array): ExampleScores {
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (n) => values[n]!);
  return {
    confidences: take(examples.confidences),
    doubts: take(examples.doubts),
    nll: take(examples.nll),
    brier: take(examples.brier),
    predicted: Int32Array.from(rows, (n) => examples.predicted[n]!),
    correct: Uint8Array.from(rows, (n) => examples.correct[n]!),
  };
}

/** P(class 1) of two classes, and whether the label is 1. */
export function ofClassOne(
  { confidences, doubts, predicted }: ExampleScores,
  labels: Int32Array,
): TopLabelConfidences {
  return {
    confidences: confidences.map((confidence, n) => (predicted[n] === 1 ? confidence : doubts[n]!)),
    correct: Uint8Array.from(labels),
  };
}
