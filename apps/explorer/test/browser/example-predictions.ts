import { encodeNpz, hostTensor, type HostTensor, type Predictions, Rng } from 'temper';

const [count, numClasses, numFeatures, numActivations] = [600, 5, 4, 200];

/** Predictions of an over-confident linear classifier, and the file that holds them. */
export interface ExamplePredictions {
  readonly predictions: Predictions;
  /** How many activations there are of each class. */
  readonly activationsPerClass: readonly number[];
  readonly bytes: Uint8Array;
}

/** Draws activations around templates, and twice as large logits as would be calibrated. */
export function makeExamplePredictions(seed: number): ExamplePredictions {
  const rng = Rng.fromSeed(seed);
  const templates = Float32Array.from({ length: numClasses * numFeatures }, () => rng.normal());
  const bias = Float32Array.from({ length: numClasses }, () => rng.normal() / 4);
  const labels = Int32Array.from({ length: count }, () => rng.integer(numClasses));
  const penultimate = new Float32Array(count * numFeatures);
  const logits = new Float32Array(count * numClasses);
  labels.forEach((label, n) => {
    for (let i = 0; i < numFeatures; i++) {
      penultimate[n * numFeatures + i] = templates[label * numFeatures + i]! + rng.normal();
    }
    for (let k = 0; k < numClasses; k++) {
      let logit = bias[k]!;
      for (let i = 0; i < numFeatures; i++) {
        logit += templates[k * numFeatures + i]! * penultimate[n * numFeatures + i]!;
      }
      logits[n * numClasses + k] = 2 * logit;
    }
  });
  const predictions = { logits: hostTensor('float32', [count, numClasses], logits), labels };
  const kept = penultimate.slice(0, numActivations * numFeatures);
  const arrays: Record<string, HostTensor> = {
    logits: predictions.logits,
    labels: hostTensor('int32', [count], labels),
    penultimate: hostTensor('float32', [numActivations, numFeatures], kept),
    templates: hostTensor('float32', [numClasses, numFeatures], templates),
    bias: hostTensor('float32', [numClasses], bias),
  };
  return {
    predictions,
    activationsPerClass: Array.from(
      { length: numClasses },
      (_, k) => labels.subarray(0, numActivations).filter((label) => label === k).length,
    ),
    bytes: encodeNpz(new Map(Object.entries(arrays))),
  };
}
