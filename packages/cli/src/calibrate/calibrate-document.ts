import type {
  BinningConvention,
  ConfidenceInterval,
  FigureComparison,
  RecalibrationMethod,
  TemperatureScaling,
} from 'temper';
import type { ScoreKind } from '../predictions/index.ts';

/** What recalibration is judged by. */
export type JudgedFigure = 'accuracy' | 'nll' | 'brier' | 'ece';

/** The figures of the judging examples, before and after, and after less before. */
export interface Judgement {
  readonly before: Readonly<Record<JudgedFigure, number>>;
  readonly after: Readonly<Record<JudgedFigure, number>>;
  readonly difference: Readonly<Record<JudgedFigure, FigureComparison>>;
}

/** The document of `temper calibrate`. */
export interface CalibrateDocument extends Judgement {
  /** As it was given. */
  readonly source: string;
  readonly input: ScoreKind;
  readonly method: RecalibrationMethod;
  /** The recalibrator that was applied in place of fitting one. */
  readonly applied: string | null;
  /** Whether the examples that judge are those it was fitted on. */
  readonly inSample: boolean;
  readonly fittedOn: number;
  readonly judgedOn: number;
  /** How confidences were binned for the ECE. */
  readonly convention: BinningConvention;
  readonly bins: number;
  /** Of the method `temperature` only. */
  readonly temperature: number | null;
  readonly inverseTemperature: number | null;
  readonly interval: { readonly temperature: ConfidenceInterval | null };
  /** Null where nothing was fitted. */
  readonly hitBound: TemperatureScaling['hitBound'] | null;
  /** What a reader must know to take the figures rightly. */
  readonly notes: readonly string[];
  /** The file that was written. */
  readonly out: string | null;
}
