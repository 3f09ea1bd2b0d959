import type { RiskCoverageCurve } from 'temper';

/** One score of one model. */
export interface RiskCoverageLine {
  /** The model, the score, or both. */
  readonly name: string;
  /** Few points are enough: see `thinCurve`. */
  readonly curve: Pick<RiskCoverageCurve, 'coverages' | 'risks'>;
  /** Area under the curve, printed with the name. */
  readonly aurc?: number;
}

/** The ordering that knows which predictions are wrong. */
export interface IdealLine {
  readonly curve: Pick<RiskCoverageCurve, 'coverages' | 'risks'>;
  /** The lines it is the ideal of: it takes the colour of the one it is given for, or none for all. */
  readonly of?: string;
}

/** Several models or scores on one plot. */
export interface RiskCoverageData {
  readonly lines: readonly RiskCoverageLine[];
  /** One for each model, since models make different errors. */
  readonly ideals?: readonly IdealLine[];
  /** What risk is. Default `error rate`. */
  readonly quantity?: string;
}

/** A share of the examples, and the risk of accepting just these. */
export interface RiskPoint {
  readonly coverage: number;
  readonly risk: number;
}

/**
 * The points of a curve.
 * @throws RangeError unless coverages ascend in (0, 1] and risks are finite and at least 0.
 */
export function riskPoints(
  name: string,
  { coverages, risks }: RiskCoverageLine['curve'],
): RiskPoint[] {
  const points = Array.from(coverages, (coverage, i) => ({ coverage, risk: risks[i] ?? NaN }));
  const wrong = points.findIndex(
    ({ coverage, risk }, i) =>
      !(coverage > (points[i - 1]?.coverage ?? 0) && coverage <= 1 && risk >= 0 && risk < Infinity),
  );
  if (points.length === 0 || wrong >= 0) {
    const got = points[wrong] && ` ${points[wrong].risk} at coverage ${points[wrong].coverage}`;
    throw new RangeError(
      `riskCoverageCurve: expected coverages that ascend in (0, 1] and risks of at least 0 for "${name}", got${got ?? ' none'}`,
    );
  }
  return points;
}

/** The risk at a coverage, between two points on the straight line; null before the first. */
function riskAt(points: readonly RiskPoint[], coverage: number): number | null {
  const next = points.findIndex((point) => point.coverage >= coverage - 1e-9);
  const [before, after] = [points[next - 1], points[next]];
  if (after === undefined) return null;
  if (before === undefined) return after.coverage <= coverage + 1e-9 ? after.risk : null;
  const share = (coverage - before.coverage) / (after.coverage - before.coverage);
  return before.risk + Math.min(1, share) * (after.risk - before.risk);
}

/** The name as the legend has it. */
export function lineName({ name, aurc }: RiskCoverageLine): string {
  return aurc === undefined ? name : `${name} (AURC ${aurc.toFixed(4)})`;
}

/** A line in words: its risk at half, at 80 % and at all of the examples. */
export function describeLine(line: RiskCoverageLine): string {
  const points = riskPoints(line.name, line.curve);
  const stops = [0.5, 0.8, 1].flatMap((coverage) => {
    const risk = riskAt(points, coverage);
    return risk === null ? [] : [`${risk.toPrecision(3)} at ${coverage * 100} %`];
  });
  return `${lineName(line)}: risk ${stops.join(', ')} coverage.`;
}
