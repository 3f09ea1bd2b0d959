import { ShapeError, ValueRangeError } from '../../base/index.ts';
import { formatShape } from '../../tensor/index.ts';
import { type FloatTensor, matrixSize } from '../statistics/index.ts';

/** A classifier's last layer: logits = penultimate · templatesᵀ + bias. */
export interface Head {
  /** One row per class `[K, D]`. */
  readonly templates: FloatTensor;
  /** `[K]`, where the layer has one. */
  readonly bias?: FloatTensor | undefined;
}

/** The templates as points of the space that logits are inner products in. */
export interface TemplatePoints {
  readonly numClasses: number;
  /** Width of the activations, D. */
  readonly numFeatures: number;
  /** Width of a point: D, or D + 1 when the head has a bias. */
  readonly width: number;
  /** `[K, width]`: each template, with its bias appended. */
  readonly data: Float64Array;
}

/**
 * Appends each template's bias, as an activation has a 1 appended, so that every logit is a plain
 * inner product.
 * @throws ShapeError unless templates are a matrix and the bias has one number per class;
 * ValueRangeError for a number that is not finite.
 */
export function templatePoints(where: string, { templates, bias }: Head): TemplatePoints {
  const [numClasses, numFeatures] = matrixSize(where, 'templates', templates);
  if (bias !== undefined && bias.data.length !== numClasses) {
    throw new ShapeError(
      `${where}: expected bias to have one number for each of ${numClasses} classes, got shape ${formatShape(bias.shape)}`,
    );
  }
  const width = numFeatures + (bias === undefined ? 0 : 1);
  const data = new Float64Array(numClasses * width);
  for (let k = 0; k < numClasses; k++) {
    for (let i = 0; i < numFeatures; i++) {
      data[k * width + i] = templates.data[k * numFeatures + i]!;
    }
    if (bias === undefined) continue;
    const value = bias.data[k]!;
    if (!Number.isFinite(value)) {
      throw new ValueRangeError(
        `${where}: expected bias to be finite, got ${value} for class ${k}`,
      );
    }
    data[k * width + numFeatures] = value;
  }
  return { numClasses, numFeatures, width, data };
}
