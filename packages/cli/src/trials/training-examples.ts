import type { ClassificationSplit, ImagePipeline, TrainingExamples } from 'temper';

/** A training split as the training loop wants it, augmented by the pipeline. */
export function trainingExamples(
  { images, labels }: ClassificationSplit,
  pipeline: ImagePipeline,
): TrainingExamples {
  return {
    labels,
    fill(out, indices, rng) {
      pipeline.fillAugmented(out, { images, indices }, rng);
    },
  };
}
