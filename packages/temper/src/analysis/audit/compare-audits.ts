import { ShapeError } from '../../base/index.ts';
import { expectedCalibrationError, resampledDiagram } from '../calibration/index.ts';
import {
  type BootstrapInterval,
  everyExample,
  pairedBootstrapDifferences,
  type Statistics,
} from '../statistics/index.ts';
import type { AuditResult } from './audit-predictions.ts';

/** The figures in which models are compared. */
export type ComparedFigure = 'accuracy' | 'nll' | 'brier' | 'ece';

/** By how much a figure of one model exceeds another's on the same examples. */
export interface FigureComparison {
  readonly difference: number;
  /** Paired bootstrap over the examples; null without resamples. */
  readonly interval: BootstrapInterval | null;
}

/** A model less another, figure by figure; null where one of them does not have it. */
export type AuditComparison = Readonly<Record<ComparedFigure, FigureComparison | null>>;

/** How models are compared. */
export interface CompareOptions {
  /** Resamples; 0 for none. Default 200. */
  readonly bootstrap?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * A model less another that was judged on the same examples in the same order; both under the convention
 * of their audits. What makes an example hard for both cancels.
 * @throws ShapeError if they were judged on different numbers of examples.
 */
export function compareAudits(
  model: AuditResult,
  reference: AuditResult,
  { bootstrap = 200, seed = 0 }: CompareOptions = {},
): AuditComparison {
  const count = model.audit.n;
  if (reference.audit.n !== count) {
    throw new ShapeError(
      `compareAudits: expected two audits of the same examples, got ${count} and ${reference.audit.n} of them`,
    );
  }
  const scored = model.examples.nll !== undefined && reference.examples.nll !== undefined;
  const statistics = [figuresOf(model, scored), figuresOf(reference, scored)] as const;
  const comparisons = compare(count, statistics, { bootstrap, seed });
  return { nll: null, brier: null, ...comparisons };
}

function compare<Name extends string>(
  count: number,
  models: readonly [Statistics<Name>, Statistics<Name>],
  { bootstrap, seed }: Required<CompareOptions>,
): Record<Name, FigureComparison> {
  if (bootstrap > 0) {
    return pairedBootstrapDifferences(count, models, { samples: bootstrap, seed });
  }
  const everyone = everyExample(count);
  const [own, other] = models.map((statistics) => statistics(everyone));
  const entries = (Object.keys(own!) as Name[]).map(
    (name) => [name, { difference: own![name] - other![name], interval: null }] as const,
  );
  return Object.fromEntries(entries) as Record<Name, FigureComparison>;
}

/** The figures of the examples at some indices. */
function figuresOf(
  { audit, examples, binned }: AuditResult,
  scored: boolean,
): Statistics<'accuracy' | 'ece'> {
  const { convention, bins } = audit.calibration;
  const diagramAt = resampledDiagram(binned, { binning: convention, numBins: bins });
  const meanAt = (values: ArrayLike<number>, indices: Uint32Array): number => {
    let sum = 0;
    for (const n of indices) sum += values[n]!;
    return sum / indices.length;
  };
  return (indices) => ({
    accuracy: meanAt(examples.correct, indices),
    ...(scored && { nll: meanAt(examples.nll!, indices), brier: meanAt(examples.brier!, indices) }),
    ece: expectedCalibrationError(diagramAt(indices)),
  });
}
