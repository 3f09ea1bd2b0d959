import type { FloatTensor } from 'temper';

/** What a matrix of scores holds: what goes into the softmax, or what comes out of it. */
export type ScoreKind = 'logits' | 'probabilities';

/** A score for every class. */
export interface ScoredPredictions {
  readonly kind: ScoreKind;
  /** `[N, K]`, finite; the rows of probabilities sum to 1 within 1e-3. */
  readonly scores: FloatTensor;
  /** `[N]`, each in [0, K). */
  readonly labels: Int32Array;
  /** K names, where the file has them. */
  readonly classNames?: readonly string[] | undefined;
  /** Activations `[M, D]` of the first M examples. */
  readonly penultimate?: FloatTensor | undefined;
  /** `[K, D]`. */
  readonly templates?: FloatTensor | undefined;
  /** `[K]`. */
  readonly bias?: FloatTensor | undefined;
}

/** Only the predicted class and how sure the model was of it. */
interface ConfidencePredictions {
  readonly kind: 'confidences';
  /** `[N]`, each in [0, 1]. */
  readonly confidences: Float64Array;
  /** 1 where the prediction is the label `[N]`. */
  readonly correct: Uint8Array;
  readonly predicted: Int32Array;
  readonly labels: Int32Array;
  /** Where labels are names: the names, in the order they first come in. */
  readonly classNames?: readonly string[] | undefined;
}

/** What a file of saved predictions holds. */
export type PredictionFile = ScoredPredictions | ConfidencePredictions;

/** Some rows of a file with a score for every class. */
export interface ScoreBlock {
  readonly kind: ScoreKind;
  readonly numClasses: number;
  /** The first row's number in the file, from 0. */
  readonly firstRow: number;
  /** Row after row, `labels.length` times `numClasses`. */
  readonly scores: Float32Array | Float64Array;
  readonly labels: Int32Array;
  readonly classNames?: readonly string[] | undefined;
}

/** Some rows of a file with confidences. */
export interface ConfidenceBlock extends Omit<ConfidencePredictions, 'classNames'> {
  readonly firstRow: number;
  /** Names seen so far, where labels are names. */
  readonly classNames?: readonly string[] | undefined;
}

/** Some rows of a file of saved predictions. */
export type PredictionBlock = ScoreBlock | ConfidenceBlock;
