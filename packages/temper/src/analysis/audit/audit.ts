import type {
  BinningConvention,
  CalibrationTest,
  CorpDecomposition,
  ReliabilityDiagram,
  RiskAreas,
  TemperatureScaling,
} from '../calibration/index.ts';
import type { SmoothingFingerprint } from '../fingerprint/index.ts';
import type { BootstrapInterval, ConfidenceInterval } from '../statistics/index.ts';

/** What is known of every example: scores of all classes, or how sure the model was of the one it chose. */
export type AuditInput = 'logits' | 'probabilities' | 'confidences';

/**
 * Everything that is said of some predictions. Plain JSON; null where the input cannot tell, or where an
 * audit in blocks (`AuditAccumulator`) would have to hold every confidence.
 */
export interface Audit {
  readonly input: AuditInput;
  /** Number of examples. */
  readonly n: number;
  /** Number of classes. */
  readonly classes: number | null;
  /** Share of correct predictions. */
  readonly accuracy: number;
  /** Mean negative log-likelihood, nats, never smoothed. */
  readonly nll: number | null;
  /** Mean Brier score summed over classes, 0 to 2. */
  readonly brier: number | null;
  readonly interval: {
    readonly accuracy: ConfidenceInterval;
    readonly nll: ConfidenceInterval | null;
    readonly brier: ConfidenceInterval | null;
  };
  readonly calibration: CalibrationAudit;
  readonly decomposition: DecompositionAudit | null;
  readonly temperatureScaling: TemperatureAudit | null;
  readonly selective: SelectiveAudit | null;
  readonly smoothing: SmoothingFingerprint | null;
  /** What a reader has to know to read the figures, a sentence each. */
  readonly notes: readonly string[];
}

/** An audit that held every confidence. */
export interface WholeAudit extends Audit {
  readonly decomposition: DecompositionAudit;
  readonly selective: SelectiveAudit;
}

/** Calibration errors under one convention, which is named beside them. Fractions. */
export interface CalibrationAudit {
  readonly convention: BinningConvention;
  /** Bins that were asked for; a convention may add one for 1, or merge some (`diagram.numBins`). */
  readonly bins: number;
  /** How the bins are drawn and closed, in words. */
  readonly edges: string;
  /** Whose probability is binned: the predicted class's, or class 1's of a binary problem. */
  readonly of: 'predicted class' | 'class 1';
  /** Expected (l1), root mean square (l2) and maximum calibration error; mean over bins, unweighted. */
  readonly ece: number;
  readonly rms: number;
  readonly mce: number;
  readonly unweighted: number;
  /** Of P(class k) against "the label is k", over all classes, in the same bins; null for bins drawn through the data. */
  readonly classwiseMean: number | null;
  readonly classwiseSum: number | null;
  /** On 15 bins of equal mass (`kumar`) unless other bins are asked for; null in blocks. */
  readonly debiasedL2: number | null;
  /** Smooth calibration error, which needs no bins, and the bandwidth it chose; null in blocks. */
  readonly smece: number | null;
  readonly smeceBandwidth: number | null;
  /** Bootstrap intervals over examples; null without resamples. */
  readonly interval: Readonly<
    Record<'ece' | 'rms' | 'mce' | 'unweighted' | 'debiasedL2' | 'smece', BootstrapInterval | null>
  >;
  /** Whether the ECE is larger than chance alone would make it; null without resamples. */
  readonly test: CalibrationTest | null;
  readonly diagram: ReliabilityDiagram;
  /** The first three under every other convention that fits the problem; in blocks, those of fixed edges. */
  readonly conventions: readonly ConventionErrors[];
}

/** What another convention makes of the same predictions. */
export interface ConventionErrors {
  readonly convention: BinningConvention;
  readonly bins: number;
  readonly ece: number;
  readonly rms: number;
  readonly mce: number;
}

/** What of the proper scores is a matter of calibration, and what is not. */
export interface DecompositionAudit {
  /** By temperature scaling, on the examples that judge it: loss = calibration + refinement. */
  readonly nll: LossParts | null;
  readonly brier: LossParts | null;
  /** CORP, of the event that the prediction is right: score = miscalibration − discrimination + uncertainty. */
  readonly corp: {
    /** Logarithmic, nats; null where a prediction was certain and wrong. */
    readonly log: CorpDecomposition | null;
    /** (confidence − correct)². */
    readonly quadratic: CorpDecomposition;
  };
}

/** A mean loss: what a temperature saves of it, with its 95 % interval, and what it leaves. */
export interface LossParts {
  readonly loss: number;
  readonly calibration: number;
  readonly refinement: number;
  readonly interval: { readonly calibration: ConfidenceInterval | null };
}

/** Temperature scaling, fitted on some examples and judged on others. */
export interface TemperatureAudit extends Pick<
  TemperatureScaling,
  'temperature' | 'inverseTemperature' | 'derivativeAtSolution' | 'hitBound'
> {
  /** Mean NLL in nats and ECE of the examples that judge, before and after. */
  readonly nllBefore: number;
  readonly nll: number;
  readonly eceBefore: number;
  readonly ece: number;
  /** Whether the examples that judge are those that were fitted on. */
  readonly inSample: boolean;
  /** Examples fitted on, and judged by. */
  readonly fittedOn: number;
  readonly judgedOn: number;
  readonly interval: {
    readonly temperature: ConfidenceInterval | null;
    readonly ece: BootstrapInterval | null;
  };
}

/** How well the model knows which of its predictions to trust. Lower areas are better. */
export interface SelectiveAudit {
  /** Area under the risk-coverage curve of the maximum probability, by the trapezoid rule. */
  readonly aurc: number;
  /** What it exceeds that of the ideal order by. */
  readonly eaurc: number;
  readonly augrc: number;
  /** The area by every rule. */
  readonly areas: RiskAreas;
  readonly failureAuroc: number | null;
  /** Share of the examples that can be kept at an error rate of at most 1, 5 and 10 %. */
  readonly coverageAtRisk: Readonly<Record<'0.01' | '0.05' | '0.1', number>>;
  /** The p of the logit norm that ranks best where it was chosen; null where the maximum probability does, or without logits. */
  readonly bestP: number | null;
  /** AURC of that choice where it is judged, beside that of the maximum probability there. */
  readonly bestPAurc: number | null;
  readonly maxProbabilityAurc: number | null;
  readonly interval: { readonly aurc: BootstrapInterval | null };
}

/** Which examples recalibration is fitted on. */
export type FitChoice =
  { readonly kind: 'split'; readonly fraction: number } | { readonly kind: 'in-sample' };

/** How predictions are audited. */
export interface AuditOptions {
  /** Default `temper`. */
  readonly convention?: BinningConvention;
  /** Default: the convention's own. */
  readonly numBins?: number;
  /** Resamples of every interval; 0 for none. Default 200. */
  readonly bootstrap?: number;
  /** Of splits and resamples. Default 0. */
  readonly seed?: number;
  /** Bins P(class 1) of two classes in place of the predicted class's probability. Default false. */
  readonly binary?: boolean;
  /** Default: a random half. */
  readonly fit?: FitChoice;
}
