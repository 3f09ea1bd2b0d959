import { ShapeError } from '../../base/index.ts';
import {
  BinnedAccumulator,
  type BinningConvention,
  ClasswiseAccumulator,
  CONVENTIONS,
  scoreExamples,
  type TopLabelConfidences,
} from '../calibration/index.ts';
import { normalInterval, RunningMoments, wilsonInterval } from '../statistics/index.ts';
import type { Audit, AuditOptions, CalibrationAudit } from './audit.ts';
import { auditNotes } from './audit-notes.ts';
import { asLogits, type AuditedPredictions, ofClassOne } from './audit-predictions.ts';
import {
  assertConventionFits,
  binnedErrors,
  conventionErrors,
  otherConventions,
} from './measure-calibration.ts';

/** Some of the examples to be audited: scores of every class, or confidences only. */
export type AuditBlock =
  Omit<AuditedPredictions, 'fitOn'> | ({ readonly kind: 'confidences' } & TopLabelConfidences);

/** What all blocks of an audit have in common, and how they are binned. */
export interface AuditAccumulatorOptions extends Pick<
  AuditOptions,
  'convention' | 'numBins' | 'binary'
> {
  readonly input: AuditBlock['kind'];
  /** Number of classes, at least 2; null where only confidences are known. */
  readonly classes: number | null;
}

/** What an audit in blocks leaves out, and why. */
const LEFT_OUT =
  'Read in blocks: smECE, debiased errors, conventions of equal mass, CORP, selective prediction, tests and bootstrap intervals need every confidence at once and are left out.';

/**
 * An audit of more examples than fit in memory: they are added block by block, in memory of O(bins × K),
 * by as many readers as there are, whose accumulators are merged in the end. Its figures are those of
 * `auditPredictions` and `auditConfidences`; those that need every confidence at once are null, and a note
 * says which.
 */
export class AuditAccumulator {
  readonly #options: AuditAccumulatorOptions;
  readonly #convention: BinningConvention;
  readonly #of: CalibrationAudit['of'];
  readonly #binned: BinnedAccumulator;
  readonly #others: readonly BinnedAccumulator[];
  readonly #classwise: ClasswiseAccumulator | null;
  readonly #labelCounts: Float64Array | null;
  readonly #nll: RunningMoments = new RunningMoments();
  readonly #brier: RunningMoments = new RunningMoments();
  #count = 0;
  #hits = 0;
  #raised = 0;

  /**
   * @throws ShapeError for a single class, or classes unknown where scores are to come; ConfigError for a
   * convention that does not go with the problem; ValueRangeError for one whose bins are drawn through
   * the data.
   */
  constructor(options: AuditAccumulatorOptions) {
    const { input, classes, convention = 'temper', numBins, binary = false } = options;
    const isScored = input !== 'confidences';
    if (isScored ? !(classes !== null && classes >= 2) : classes !== null) {
      throw new ShapeError(
        `AuditAccumulator: expected ${isScored ? 'at least 2 classes' : 'classes to be null'} for ${input}, got ${classes}`,
      );
    }
    this.#options = options;
    this.#convention = convention;
    this.#of =
      classes === 2 && (binary || CONVENTIONS[convention].binaryOnly)
        ? 'class 1'
        : 'predicted class';
    assertConventionFits(convention, this.#of);
    const binning = { binning: convention, ...(numBins !== undefined && { numBins }) };
    this.#binned = new BinnedAccumulator(binning);
    this.#others = otherConventions(convention, this.#of)
      .filter((name) => CONVENTIONS[name].fixedBins !== null)
      .map((name) => new BinnedAccumulator({ binning: name }));
    this.#classwise = classes === null ? null : new ClasswiseAccumulator(classes, binning);
    this.#labelCounts = classes === null ? null : new Float64Array(classes);
  }

  /**
   * Adds examples.
   * @throws ShapeError if they are of another kind or number of classes, or counts differ; ValueRangeError
   * for a value that `auditPredictions` would refuse.
   */
  add(block: AuditBlock): void {
    const { input, classes } = this.#options;
    const width = block.kind === 'confidences' ? null : (block.scores.shape[1] ?? 0);
    if (block.kind !== input || width !== classes) {
      throw new ShapeError(
        `AuditAccumulator.add: expected ${describe(input, classes)}, got ${describe(block.kind, width)}`,
      );
    }
    if (block.kind === 'confidences') this.#addConfidences(block);
    else this.#addScores(block);
  }

  /**
   * Adds the examples of another accumulator, which stays as it is.
   * @throws ShapeError if it is of another input, number of classes or bins.
   */
  merge(other: AuditAccumulator): void {
    const [own, its] = [this.#options, other.#options];
    if (own.input !== its.input || own.classes !== its.classes || this.#of !== other.#of) {
      throw new ShapeError(
        `AuditAccumulator.merge: expected ${describe(own.input, own.classes)} binned by the ${this.#of}, got ${describe(its.input, its.classes)} binned by the ${other.#of}`,
      );
    }
    this.#binned.merge(other.#binned);
    this.#others.forEach((binned, i) => {
      binned.merge(other.#others[i]!);
    });
    if (other.#classwise !== null) this.#classwise?.merge(other.#classwise);
    other.#labelCounts?.forEach((count, label) => {
      this.#labelCounts![label]! += count;
    });
    this.#nll.merge(other.#nll);
    this.#brier.merge(other.#brier);
    this.#count += other.#count;
    this.#hits += other.#hits;
    this.#raised += other.#raised;
  }

  /**
   * The audit of what was added so far.
   * @param found - What was found out beside it, from a sample: see `PredictionSample` and
   * `TemperatureAccumulator`.
   * @throws ShapeError if nothing was added.
   */
  audit({
    temperatureScaling = null,
    smoothing = null,
  }: Partial<Pick<Audit, 'temperatureScaling' | 'smoothing'>> = {}): Audit {
    const { input, classes, numBins } = this.#options;
    const diagram = this.#binned.diagram();
    const { defaultBins, edges } = CONVENTIONS[this.#convention];
    const bins = numBins ?? defaultBins;
    const scored = classes !== null;
    const [nll, brier] = [this.#nll.estimate(), this.#brier.estimate()];
    const classwise = this.#classwise?.errors() ?? null;
    return {
      input,
      n: this.#count,
      classes,
      accuracy: this.#hits / this.#count,
      nll: scored ? nll.mean : null,
      brier: scored ? brier.mean : null,
      interval: {
        accuracy: wilsonInterval(this.#hits, this.#count),
        nll: scored ? normalInterval(nll) : null,
        brier: scored ? normalInterval(brier) : null,
      },
      calibration: {
        convention: this.#convention,
        bins,
        edges,
        of: this.#of,
        ...binnedErrors(diagram),
        classwiseMean: classwise?.mean ?? null,
        classwiseSum: classwise?.sum ?? null,
        debiasedL2: null,
        smece: null,
        smeceBandwidth: null,
        interval: {
          ece: null,
          rms: null,
          mce: null,
          unweighted: null,
          debiasedL2: null,
          smece: null,
        },
        test: null,
        diagram,
        conventions: this.#others.map((binned) => conventionErrors(binned.diagram())),
      },
      decomposition: null,
      temperatureScaling,
      selective: null,
      smoothing,
      notes: [
        ...auditNotes({
          unseen: this.#unseen(),
          calibration: { diagram, bins },
          scaling: temperatureScaling,
          raised: this.#raised,
        }),
        LEFT_OUT,
      ],
    };
  }

  #addScores(block: AuditBlock & { readonly kind: 'logits' | 'probabilities' }): void {
    const { predictions, raised } = asLogits(block);
    const examples = scoreExamples(predictions, {
      eachRow: (probabilities, label) => {
        this.#classwise!.addRow(probabilities, label);
      },
    });
    for (const label of predictions.labels) this.#labelCounts![label]! += 1;
    for (const nll of examples.nll) this.#nll.add(nll);
    for (const brier of examples.brier) this.#brier.add(brier);
    this.#raised += raised;
    this.#countHits(examples.correct);
    this.#bin(this.#of === 'class 1' ? ofClassOne(examples, predictions.labels) : examples);
  }

  #addConfidences(block: TopLabelConfidences): void {
    this.#bin(block);
    this.#countHits(block.correct);
  }

  #countHits(correct: Uint8Array): void {
    this.#count += correct.length;
    for (const hit of correct) this.#hits += hit;
  }

  #bin(binned: TopLabelConfidences): void {
    this.#binned.addAll(binned);
    for (const other of this.#others) other.addAll(binned);
  }

  #unseen(): number[] | null {
    const counts = this.#labelCounts;
    return counts && Array.from(counts.keys()).filter((label) => counts[label] === 0);
  }
}

function describe(input: AuditBlock['kind'], classes: number | null): string {
  return classes === null ? input : `${input} of ${classes} classes`;
}
