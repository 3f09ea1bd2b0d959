/** What both sides say of the same logits; NLL in nats, the Brier score summed over classes. */
export interface AuditFigures {
  readonly accuracy: number;
  readonly ece: number;
  readonly mce: number;
  readonly nll: number;
  readonly brier: number;
  readonly temperature: number;
  /** On the examples that the temperature was not fitted on, as the next. */
  readonly scaledNll: number;
  readonly scaledEce: number;
}

/** A figure in which they differ by more than they may. */
export interface Disagreement {
  readonly figure: keyof AuditFigures;
  readonly temper: number;
  readonly python: number;
  readonly tolerance: number;
}

/**
 * Absolute. Python takes softmax and bin means in float32, of up to 50,000 confidences each. The last three
 * are of different random halves, of 25,000 examples: four standard errors, and more, of the difference.
 */
const TOLERANCES: AuditFigures = {
  accuracy: 1e-6,
  ece: 1e-4,
  mce: 1e-4,
  nll: 1e-4,
  brier: 1e-4,
  temperature: 0.06,
  scaledNll: 0.06,
  scaledEce: 0.01,
};

/** Where two audits differ by more than they may; nowhere, if they did the same. */
export function disagreements(temper: AuditFigures, python: AuditFigures): Disagreement[] {
  return (Object.keys(TOLERANCES) as (keyof AuditFigures)[])
    .map((figure) => ({
      figure,
      temper: temper[figure],
      python: python[figure],
      tolerance: TOLERANCES[figure],
    }))
    .filter(({ temper, python, tolerance }) => !(Math.abs(temper - python) <= tolerance));
}
