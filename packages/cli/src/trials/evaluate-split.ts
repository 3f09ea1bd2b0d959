import {
  type ClassificationSplit,
  type Evaluation,
  type Evaluator,
  gatherImages,
  type NamedHostTensors,
} from 'temper';

/** Evaluates a split; images are scaled, never augmented. */
export function evaluateSplit(
  evaluator: Evaluator,
  state: NamedHostTensors,
  {
    split,
    penultimateLimit,
  }: { readonly split: ClassificationSplit; readonly penultimateLimit: number },
): Promise<Evaluation> {
  const size = split.labels.length;
  const imageSize = split.images.data.length / size;
  return evaluator.evaluate(
    state,
    {
      size,
      fill(images, start, count) {
        const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
        gatherImages(split, indices, images.subarray(0, count * imageSize));
      },
    },
    { penultimateLimit },
  );
}
