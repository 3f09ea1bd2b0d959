import type {
  Activations,
  AuditedPredictions,
  AuditResult,
  Head,
  TopLabelConfidences,
} from 'temper';

/** The last layer of a model and the activations before it. */
export interface AuditedLayer {
  readonly head: Head;
  /** Of the first examples. */
  readonly activations: Activations;
}

/** A model that is audited, by what it said of labelled examples. */
export interface AuditedModel {
  /** As it was given. */
  readonly source: string;
  /** Short enough for legends. */
  readonly name: string;
  /** What the examples are, in words, for example "test split of a run". */
  readonly described: string;
  readonly predictions:
    AuditedPredictions | ({ readonly kind: 'confidences' } & TopLabelConfidences);
  /** True classes `[N]`, by which it is seen whether two models judged the same examples. */
  readonly labels: Int32Array;
  /** In the order of the scores; null where they are not known. */
  readonly classNames: readonly string[] | null;
  readonly layer: AuditedLayer | null;
}

/** A model with its audit. */
export interface AuditedSource {
  /** Without its predictions, which are large. */
  readonly model: Omit<AuditedModel, 'predictions'>;
  readonly result: AuditResult;
}
