import { type Predictions, scoreExamples } from '../analysis/calibration/index.ts';
import type { ConfidenceInterval } from '../analysis/statistics/index.ts';

/** Two-sided 95 % point of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * 95 % interval of a fitted temperature over the examples it was fitted on.
 *
 * The fit is a zero of Σ_n s_n with s_n = E_n[z] − z_{n,y} at β = 1/T, E_n the mean under softmax(β z_n),
 * and d s_n/dβ = Var_n[z]; so log T has the standard error √Σ s_n² / (β Σ Var_n[z]), which holds whether or
 * not the model is right (the sandwich estimator).
 * @returns `null` where the logits do not determine a temperature.
 *
 * References: White, Maximum Likelihood Estimation of Misspecified Models, Econometrica 1982.
 */
export function temperatureInterval(
  predictions: Predictions,
  temperature: number,
): ConfidenceInterval | null {
  const { data, shape } = predictions.logits;
  const numClasses = shape[1]!;
  let [row, squares, curvature] = [0, 0, 0];
  scoreExamples(predictions, {
    temperature,
    eachRow: (probabilities, label) => {
      const start = row * numClasses;
      row += 1;
      const ofLabel = data[start + label]!;
      // Both moments about the label's logit, so that large logits cancel before they are squared.
      let [mean, square] = [0, 0];
      for (let k = 0; k < numClasses; k++) {
        const apart = data[start + k]! - ofLabel;
        mean += probabilities[k]! * apart;
        square += probabilities[k]! * apart * apart;
      }
      squares += mean * mean;
      curvature += square - mean * mean;
    },
  });
  const error = (Math.sqrt(squares) * temperature) / curvature;
  if (!Number.isFinite(error)) return null;
  return {
    method: 'sandwich',
    level: 0.95,
    lower: temperature * Math.exp(-Z95 * error),
    upper: temperature * Math.exp(Z95 * error),
  };
}
