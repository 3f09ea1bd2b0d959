/** What every recalibrator says of itself. */
interface Fitted<Method extends string> {
  readonly method: Method;
  /** Version of the form it is saved in. */
  readonly version: 1;
  /** K: it takes logits `[N, K]`. */
  readonly numClasses: number;
  /** Number of examples it was fitted on. */
  readonly fittedOn: number;
}

/** New logits z / T. The one recalibrator that never changes which class is on top. */
export interface TemperatureRecalibrator extends Fitted<'temperature'> {
  /** T, above 0. */
  readonly temperature: number;
}

/** New logits w_k·z_k + b_k. */
export interface VectorRecalibrator extends Fitted<'vector'> {
  /** w `[K]`. */
  readonly scales: readonly number[];
  /** b `[K]`, of mean 0. */
  readonly biases: readonly number[];
}

/** New logits W z + b. */
export interface MatrixRecalibrator extends Fitted<'matrix'> {
  /** W `[K, K]`: row k makes the new logit of class k. */
  readonly weights: readonly (readonly number[])[];
  /** b `[K]`, of mean 0. */
  readonly biases: readonly number[];
}

/** A function of one class's probability: straight between its knots, and level outside them. */
export interface IsotonicCurve {
  /** Where the knots are: probabilities in ascending order, at least one. */
  readonly from: readonly number[];
  /** What they become: non-decreasing, in [0, 1]. */
  readonly to: readonly number[];
}

/** New probabilities: each class's goes through its own non-decreasing curve; rows are normalised. */
export interface IsotonicRecalibrator extends Fitted<'isotonic'> {
  /** One curve per class `[K]`. */
  readonly curves: readonly IsotonicCurve[];
}

/** A function of one class's probability: level in each of B bins. */
export interface ProbabilityBins {
  /** Upper edges of all bins but the last `[B − 1]`, ascending: a bin holds (lower, upper]. */
  readonly edges: readonly number[];
  /** What a probability in the bin becomes `[B]`, in [0, 1]. */
  readonly to: readonly number[];
}

/** New probabilities: each class's is replaced by the share of its bin; rows are normalised. */
export interface HistogramRecalibrator extends Fitted<'histogram'> {
  readonly bins: readonly ProbabilityBins[];
}

/** p becomes sigmoid(a·ln p − b·ln(1 − p) + c); 1, 1, 0 leaves it as it is. */
export interface BetaCurve {
  /** At least 0. */
  readonly a: number;
  /** At least 0. */
  readonly b: number;
  readonly c: number;
}

/** New probabilities: each class's goes through its own beta curve; rows are normalised. */
export interface BetaRecalibrator extends Fitted<'beta'> {
  /** One curve per class `[K]`. */
  readonly curves: readonly BetaCurve[];
}

/** A fitted map from logits to better ones, or to probabilities: plain data, saved as JSON. */
export type Recalibrator =
  | TemperatureRecalibrator
  | VectorRecalibrator
  | MatrixRecalibrator
  | IsotonicRecalibrator
  | HistogramRecalibrator
  | BetaRecalibrator;

/** Names of the recalibrators. */
export type RecalibrationMethod = Recalibrator['method'];
