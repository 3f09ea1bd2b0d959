import {
  BinnedAccumulator,
  CONVENTIONS,
  expectedCalibrationError,
  fitTemperature,
  scoreExamples,
  type TemperatureScaling,
} from '../calibration/index.ts';
import { everyExample, RunningMoments } from '../statistics/index.ts';
import type { AuditOptions, TemperatureAudit } from './audit.ts';
import { asLogits, type AuditedPredictions } from './audit-predictions.ts';
import type { FittingRows } from './prediction-sample.ts';
import { takeExamples } from './split-examples.ts';

/** Sums of the examples at one temperature. */
interface Judgement {
  readonly temperature: number;
  readonly nll: RunningMoments;
  readonly binned: BinnedAccumulator;
}

/**
 * Temperature scaling of more examples than fit in memory: the temperature is fitted on some of them, and
 * the others judge it in a second reading, block by block.
 */
export class TemperatureAccumulator {
  readonly #fitting: FittingRows;
  readonly #scaling: TemperatureScaling;
  readonly #before: Judgement;
  readonly #after: Judgement;
  #seen = 0;

  /**
   * Fits the temperature.
   * @throws ValueRangeError for a convention whose bins are drawn through the data.
   */
  constructor(
    fitting: FittingRows,
    { convention = 'temper', numBins }: Pick<AuditOptions, 'convention' | 'numBins'> = {},
  ) {
    this.#fitting = fitting;
    this.#scaling = fitTemperature(fitting.fit);
    const judgementAt = (temperature: number): Judgement => ({
      temperature,
      nll: new RunningMoments(),
      binned: new BinnedAccumulator({
        // Bins of P(class 1) are of no use to the predicted class.
        binning: CONVENTIONS[convention].binaryOnly ? 'temper' : convention,
        ...(numBins !== undefined && { numBins }),
      }),
    });
    this.#before = judgementAt(1);
    this.#after = judgementAt(this.#scaling.temperature);
  }

  /** How many examples were read, with those that were fitted on. */
  get seen(): number {
    return this.#seen;
  }

  /** Judges by the next examples of the stream, all but those that were fitted on. */
  add(block: AuditedPredictions): void {
    const { predictions } = asLogits(block);
    const first = this.#seen;
    this.#seen += predictions.labels.length;
    const rows = everyExample(predictions.labels.length).filter(
      (n) => !this.#fitting.held.has(first + n),
    );
    if (rows.length === 0) return;
    const judging = takeExamples(predictions, rows);
    for (const { temperature, nll, binned } of [this.#before, this.#after]) {
      const examples = scoreExamples(judging, { temperature });
      for (const loss of examples.nll) nll.add(loss);
      binned.addAll(examples);
    }
  }

  /**
   * What the temperature does to the examples that judged so far.
   * @throws ShapeError if there is none.
   */
  audit(): TemperatureAudit {
    const { temperature, inverseTemperature, derivativeAtSolution, hitBound, interval } =
      this.#scaling;
    const [before, after] = [this.#before, this.#after];
    return {
      temperature,
      inverseTemperature,
      derivativeAtSolution,
      hitBound,
      nllBefore: before.nll.mean,
      nll: after.nll.mean,
      eceBefore: expectedCalibrationError(before.binned.diagram()),
      ece: expectedCalibrationError(after.binned.diagram()),
      inSample: this.#fitting.held.size === 0,
      fittedOn: this.#fitting.fit.labels.length,
      judgedOn: before.nll.count,
      interval: { temperature: interval, ece: null },
    };
  }
}
