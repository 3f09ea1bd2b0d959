import { type ClassificationSplit, gatherImages, shiftImages, type TrainingExamples } from 'temper';

/** A training split as the training loop wants it, each image moved at random by up to `shift` pixels. */
export function trainingExamples(split: ClassificationSplit, shift: number): TrainingExamples {
  const imageShape = split.images.shape.slice(1);
  return {
    labels: split.labels,
    fill(images, indices, rng) {
      gatherImages(split, indices, images);
      if (shift > 0) {
        shiftImages(images, [indices.length, ...imageShape], { maxShift: shift, rng });
      }
    },
  };
}
