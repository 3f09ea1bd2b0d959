import {
  calibrationRefinement,
  corpDecomposition,
  corpReliability,
  type ExampleScores,
  logScore,
  quadraticScore,
  type TopLabelConfidences,
} from '../calibration/index.ts';
import { normalInterval } from '../statistics/index.ts';
import type { DecompositionAudit, LossParts } from './audit.ts';

/** The examples that judge a temperature, before and after. */
export interface BeforeAndAfter {
  readonly judged: ExampleScores;
  readonly scaled: ExampleScores;
}

/** Splits proper scores into what calibration accounts for and what it does not. */
export function measureDecomposition(
  predictions: TopLabelConfidences,
  scaling: BeforeAndAfter | null,
): DecompositionAudit {
  const reliability = corpReliability(predictions);
  const log = corpDecomposition(predictions, logScore, reliability);
  return {
    nll: scaling && lossParts(scaling.judged.nll, scaling.scaled.nll),
    brier: scaling && lossParts(scaling.judged.brier, scaling.scaled.brier),
    corp: {
      log: Number.isFinite(log.score) ? log : null,
      quadratic: corpDecomposition(predictions, quadraticScore, reliability),
    },
  };
}

function lossParts(before: Float64Array, after: Float64Array): LossParts {
  const { loss, calibration, refinement } = calibrationRefinement(before, after);
  return {
    loss: loss.mean,
    calibration: calibration.mean,
    refinement: refinement.mean,
    interval: { calibration: normalInterval(calibration) },
  };
}
