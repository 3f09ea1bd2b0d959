import type {
  ClassificationSplit,
  Evaluation,
  Evaluator,
  ImagePipeline,
  NamedHostTensors,
} from 'temper';

/** What is evaluated, and how its images come to the network. */
interface SplitEvaluation {
  readonly split: ClassificationSplit;
  readonly pipeline: ImagePipeline;
  /** Examples whose penultimate activations are kept. */
  readonly penultimateLimit: number;
  /** Told of every batch how many examples come before it. */
  readonly onProgress?: (done: number) => void;
}

/** Evaluates a split; images are cut out of the middle, never augmented. */
export function evaluateSplit(
  evaluator: Evaluator,
  state: NamedHostTensors,
  { split: { images, labels }, pipeline, penultimateLimit, onProgress }: SplitEvaluation,
): Promise<Evaluation> {
  const imageSize = pipeline.outputShape.reduce((product, side) => product * side, 1);
  return evaluator.evaluate(
    state,
    {
      size: labels.length,
      fill(out, start, count) {
        onProgress?.(start);
        const indices = Uint32Array.from({ length: count }, (_, i) => start + i);
        pipeline.fillCentered(out.subarray(0, count * imageSize), { images, indices });
      },
    },
    { penultimateLimit },
  );
}
