import type { FixedBinningOptions } from './binned-accumulator.ts';
import { CONVENTIONS } from './binning/index.ts';
import { expectedCalibrationError } from './calibration-error.ts';
import {
  ClasswiseAccumulator,
  type ClasswiseCalibrationError,
  summarizeClasses,
} from './classwise-accumulator.ts';
import {
  type LabelledProbabilities,
  numClassesOf,
  visitProbabilities,
} from './labelled-probabilities.ts';
import type { Predictions, TemperatureOptions } from './predictions.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

/** How every class is binned: any convention, `kumar` and `sklearn-quantile` too, and at which temperature. */
export interface ClasswiseOptions extends FixedBinningOptions, TemperatureOptions {}

/**
 * Class-wise calibration error: for every class k, the expected calibration error of P(class k) against
 * whether the label is k, over all examples; with its mean and its sum over classes. Where a top-label
 * error sees the winning class alone, this sees every probability.
 *
 * One pass and O(K·B) memory for fixed edges; edges drawn through the data need all probabilities, and
 * sort those of every class.
 * @param predictions - Logits or probabilities, with labels.
 * @throws ShapeError if counts differ; ValueRangeError for a logit that is not finite, a probability
 * outside [0, 1], a label outside [0, K) or an option out of range.
 *
 * References: Kull et al., Beyond Temperature Scaling, NeurIPS 2019, section 3 (their bins are the
 * convention `kull`). <https://arxiv.org/abs/1910.12656>
 */
export function classwiseCalibrationError(
  predictions: Predictions | LabelledProbabilities,
  options: ClasswiseOptions = {},
): ClasswiseCalibrationError {
  const { binning = 'temper', temperature = 1 } = options;
  const where = 'classwiseCalibrationError';
  const numClasses = numClassesOf(predictions);
  const { fixedBins, defaultBins } = CONVENTIONS[binning];
  if (fixedBins !== null) {
    const accumulator = new ClasswiseAccumulator(numClasses, options);
    const eachRow = accumulator.addRow.bind(accumulator);
    visitProbabilities(where, predictions, { temperature, eachRow });
    return accumulator.errors();
  }
  const { labels } = predictions;
  const columns = Array.from({ length: numClasses }, () => new Float64Array(labels.length));
  let row = 0;
  visitProbabilities(where, predictions, {
    temperature,
    eachRow: (probabilities) => {
      for (let k = 0; k < numClasses; k++) columns[k]![row] = probabilities[k]!;
      row += 1;
    },
  });
  const { numBins = defaultBins } = options;
  const perClass = Float64Array.from(columns, (confidences, k) => {
    const correct = Uint8Array.from(labels, (label) => (label === k ? 1 : 0));
    return expectedCalibrationError(
      reliabilityDiagram({ confidences, correct }, { binning, numBins }),
    );
  });
  return summarizeClasses(perClass, { convention: binning, numBins });
}

/**
 * Mean over classes of the expected calibration error of P(class k) over bins of equal mass, the
 * convention `kumar`: the adaptive calibration error (ACE) of Nixon et al., one of the three things of
 * that name; see `unweightedCalibrationError`.
 *
 * They weight every bin alike, which is the same while bins hold equally many examples. Here ties stay
 * together, bins may differ in size, and each counts by its size.
 * @throws As `classwiseCalibrationError`.
 *
 * References: Nixon et al., Measuring Calibration in Deep Learning, CVPR Workshops 2019.
 * <https://arxiv.org/abs/1904.01685>
 */
export function classConditionalEqualMassError(
  predictions: Predictions | LabelledProbabilities,
  options: Omit<ClasswiseOptions, 'binning'> = {},
): number {
  return classwiseCalibrationError(predictions, { ...options, binning: 'kumar' }).mean;
}
