import { RunningMoments } from '../statistics/index.ts';
import { type Activations, activationsSize, assertNumFeatures } from './activations.ts';
import { type Head, templatePoints } from './head.ts';

/** A mean, and the spread relative to it (`null` when the mean is 0). */
export interface RelativeSpread {
  readonly mean: number;
  readonly coefficientOfVariation: number | null;
}

/** Distances from activations to templates. */
export interface TemplateDistances {
  /** ‖x − w_y‖ over examples: to the template of the true class. */
  readonly own: RelativeSpread;
  /** ‖x − w_k‖ over examples and k ≠ y; `null` for a single class. */
  readonly others: RelativeSpread | null;
  /** ‖w_k‖² over classes: where it hardly varies, logits order classes as distances do. */
  readonly templateSquaredNorm: RelativeSpread;
}

function relativeSpread({ mean, coefficientOfVariation }: RunningMoments): RelativeSpread {
  return { mean, coefficientOfVariation };
}

/**
 * How far activations lie from the template of their class and from all others. A logit is, up to
 * terms that softmax removes or that hardly differ, −‖x − w_k‖²/2; label smoothing puts activations
 * near their own template and equally far from the rest (a small coefficient of variation). With a
 * bias, x has a 1 and w_k its bias appended. Spreads divide by the number of values.
 * @throws ShapeError if counts or widths differ; ValueRangeError for a number that is not finite or
 * a label that has no template.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export function templateDistances(head: Head, activations: Activations): TemplateDistances {
  const points = templatePoints('templateDistances', head);
  const { data, width, numClasses } = points;
  const [count, numFeatures] = activationsSize('templateDistances', activations, numClasses);
  assertNumFeatures('templateDistances', numFeatures, points.numFeatures);
  const own = new RunningMoments();
  const others = new RunningMoments();
  const example = new Float64Array(width).fill(1);
  for (let n = 0; n < count; n++) {
    example.set(activations.penultimate.data.subarray(n * numFeatures, (n + 1) * numFeatures));
    for (let k = 0; k < numClasses; k++) {
      let square = 0;
      for (let i = 0; i < width; i++) square += (example[i]! - data[k * width + i]!) ** 2;
      (k === activations.labels[n] ? own : others).add(Math.sqrt(square));
    }
  }
  const squaredNorms = new RunningMoments();
  for (let k = 0; k < numClasses; k++) {
    const template = data.subarray(k * width, (k + 1) * width);
    squaredNorms.add(template.reduce((sum, value) => sum + value * value, 0));
  }
  return {
    own: relativeSpread(own),
    others: numClasses === 1 ? null : relativeSpread(others),
    templateSquaredNorm: relativeSpread(squaredNorms),
  };
}
