import { expNonPositive } from '../../statistics/index.ts';
import type { TemperatureScaling } from './temperature-scaling.ts';

/** A fitted vector or matrix scaling, and how well it does on the examples it was fitted on. */
export interface AffineFit<Affine> {
  /** What to save and to apply. */
  readonly recalibrator: Affine;
  /** Mean NLL of the logits as given, nats. */
  readonly nllBefore: number;
  /** Mean NLL at the solution without the penalty, nats, in-sample: judge on another split. */
  readonly nllAfter: number;
  /** Classes that no label names: only the penalty keeps their logits from falling to −∞. */
  readonly unseenClasses: readonly number[];
  readonly iterations: number;
  /** Whether the solution was reached: its objective is within 1e-18 nats or rounding of the least. */
  readonly converged: boolean;
}

/** When a fit is done: √(gᵀH⁻¹g), which is how far it is from the solution in standard units / √N. */
export const TOLERANCE = 1e-9;
/** Some tens are usual; only data without a finite solution need more. */
export const MAX_ITERATIONS = 500;

/**
 * Turns one row of logits `[K]` into softmax less the one-hot label, which is the gradient of its NLL,
 * and returns that NLL.
 */
export function softmaxResidual(row: Float64Array, label: number): number {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k]! > row[best]!) best = k;
  const top = row[best]!;
  const gap = row[label]! - top;
  for (let k = 0; k < row.length; k++) row[k] = expNonPositive(row[k]! - top);
  row[best] = 0;
  let others = 0;
  for (let k = 0; k < row.length; k++) others += row[k]!;
  row[best] = 1;
  const scale = 1 / (1 + others);
  for (let k = 0; k < row.length; k++) row[k]! *= scale;
  // At the largest 1 − p is taken from the others, not as a difference of two numbers near 1.
  row[label] = label === best ? -others * scale : row[label]! - 1;
  return Math.log1p(others) - gap;
}

/** Classes of K that do not occur among the labels. */
export function unseenClasses(labels: Int32Array, numClasses: number): number[] {
  const seen = new Set(labels);
  return Array.from({ length: numClasses }, (_, k) => k).filter((k) => !seen.has(k));
}

/** The scale to begin at: that of the fitted temperature, if there is one. */
export function beginScale({ inverseTemperature, hitBound }: TemperatureScaling): number {
  return hitBound === 'none' ? inverseTemperature : 1;
}

/** Subtracts the mean: a constant added to every bias changes no probability. */
export function centred(biases: Float64Array): number[] {
  let sum = 0;
  for (const bias of biases) sum += bias;
  return Array.from(biases, (bias) => bias - sum / biases.length);
}
