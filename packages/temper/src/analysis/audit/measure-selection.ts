import {
  bestLogitNorm,
  type ExampleScores,
  logitNormScores,
  resampledAurc,
  selectiveRisk,
  type SelectiveRisk,
  zeroOneLosses,
} from '../calibration/index.ts';
import { bootstrapInterval } from '../statistics/index.ts';
import type { SelectiveAudit } from './audit.ts';
import type { FitAndJudge } from './split-examples.ts';

/** The figures of selective prediction, and the curve behind them. */
export interface Selection {
  readonly figures: SelectiveAudit;
  readonly risk: SelectiveRisk;
}

/** What selection is measured on. */
export interface SelectionEvidence {
  /** Larger is surer `[N]`. */
  readonly scores: Float64Array;
  readonly correct: Uint8Array;
  /** Where p of the logit norm is chosen, and where it is judged; null without logits. */
  readonly parts: (FitAndJudge & { readonly judged: ExampleScores }) | null;
}

/** How well a model knows which of its predictions to trust. */
export function measureSelection(
  { scores, correct, parts }: SelectionEvidence,
  { bootstrap, seed }: { readonly bootstrap: number; readonly seed: number },
): Selection {
  const losses = zeroOneLosses(correct);
  const risk = selectiveRisk(scores, losses);
  const figures: SelectiveAudit = {
    aurc: risk.aurc.trapezoid,
    eaurc: risk.eaurc.trapezoid,
    augrc: risk.augrc,
    areas: risk.aurc,
    failureAuroc: risk.failureAuroc,
    coverageAtRisk: {
      '0.01': risk.coverageAtRisk(0.01),
      '0.05': risk.coverageAtRisk(0.05),
      '0.1': risk.coverageAtRisk(0.1),
    },
    ...(parts === null
      ? { bestP: null, bestPAurc: null, maxProbabilityAurc: null }
      : chooseNorm(parts, seed)),
    interval: {
      aurc:
        bootstrap === 0
          ? null
          : bootstrapInterval(scores.length, resampledAurc(scores, losses), {
              samples: bootstrap,
              seed,
            }),
    },
  };
  return { figures, risk };
}

/** Sureness that tells even near-certain predictions apart. */
export function surenessOf({ doubts }: ExampleScores): Float64Array {
  return doubts.map((doubt) => -doubt);
}

function chooseNorm(
  { fit, whole, judgeRows, judged }: NonNullable<SelectionEvidence['parts']>,
  seed: number,
): Pick<SelectiveAudit, 'bestP' | 'bestPAurc' | 'maxProbabilityAurc'> {
  const { p } = bestLogitNorm(fit, { seed });
  const losses = zeroOneLosses(judged.correct);
  const areaOf = (scores: Float64Array): number => selectiveRisk(scores, losses).aurc.trapezoid;
  const maxProbabilityAurc = areaOf(surenessOf(judged));
  return {
    bestP: p,
    bestPAurc:
      p === null ? maxProbabilityAurc : areaOf(takeAt(logitNormScores(whole.logits, p), judgeRows)),
    maxProbabilityAurc,
  };
}

function takeAt(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
