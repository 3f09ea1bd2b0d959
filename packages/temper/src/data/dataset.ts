import { assertLabels, ShapeError } from '../base/index.ts';
import { formatShape, type HostTensor, hostTensor, type Shape, sizeOf } from '../tensor/index.ts';

/** Images with one label each. */
export interface ClassificationSplit {
  /** Pixels 0 to 255, `[N, H, W]` or `[N, H, W, C]`. */
  readonly images: HostTensor<'uint8'>;
  /** Classes, whole numbers in [0, K), `[N]`. */
  readonly labels: Int32Array;
}

/** What every classification data set gives. */
export interface ClassificationDataset {
  readonly name: string;
  /** One name per class, `[K]`. */
  readonly classNames: readonly string[];
  /** `[H, W]` or `[H, W, C]`. */
  readonly imageShape: Shape;
  readonly train: ClassificationSplit;
  readonly test: ClassificationSplit;
}

/**
 * Joins images and labels into a split.
 * @throws ShapeError if the images are not `[N, H, W]` or `[N, H, W, C]`, or the counts differ.
 * @throws ValueRangeError if a label is outside [0, numClasses).
 */
export function makeSplit(
  where: string,
  { images, labels }: ClassificationSplit,
  numClasses: number,
): ClassificationSplit {
  const { shape } = images;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new ShapeError(
      `${where}: expected images [N, H, W] or [N, H, W, C], got ${formatShape(shape)}`,
    );
  }
  if (shape[0] !== labels.length) {
    throw new ShapeError(
      `${where}: expected as many labels as images, got ${labels.length} labels and ${shape[0]!} images; the files do not belong together`,
    );
  }
  assertLabels(where, labels, numClasses);
  return { images, labels };
}

/** A split of the examples at `indices`, in that order; copies. */
export function selectExamples(
  split: ClassificationSplit,
  indices: Uint32Array,
): ClassificationSplit {
  const imageShape = split.images.shape.slice(1);
  const size = sizeOf(imageShape);
  const images = new Uint8Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  indices.forEach((index, i) => {
    images.set(split.images.data.subarray(index * size, (index + 1) * size), i * size);
    labels[i] = split.labels[index]!;
  });
  return { images: hostTensor('uint8', [indices.length, ...imageShape], images), labels };
}
