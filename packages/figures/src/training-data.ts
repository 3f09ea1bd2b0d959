/** A value after an epoch. */
export interface CurvePoint {
  readonly epoch: number;
  readonly value: number;
}

/** One quantity of one model over the epochs. */
export interface TrainingCurve {
  /** The model; it keeps its colour in all panels. */
  readonly series: string;
  /** Which of several curves of the model, for example its split. The first to appear is solid, others dashed. */
  readonly variant?: string;
  /** In the order of the epochs. A value that is not finite leaves a gap. */
  readonly points: readonly CurvePoint[];
}

/** Curves that share an axis. */
export interface TrainingCurvePanel {
  /** The quantity with its unit. */
  readonly title: string;
  /** `percent` writes fractions as percentages. Default `number`. */
  readonly format?: 'number' | 'percent';
  readonly curves: readonly TrainingCurve[];
}

/** Panels one above the other over the same epochs. */
export interface TrainingCurvesData {
  readonly panels: readonly TrainingCurvePanel[];
}

/** What a curve is called at its end. */
export function curveName({ series, variant }: TrainingCurve): string {
  return variant === undefined ? series : `${series}, ${variant}`;
}

/** The points that can be drawn. */
export function finitePoints({ points }: TrainingCurve): CurvePoint[] {
  return points.filter(({ value }) => Number.isFinite(value));
}

/** A panel in words: where every curve starts and ends, and where it has no value. */
export function describeCurves({ title, format = 'number', curves }: TrainingCurvePanel): string {
  const write = (value: number): string =>
    format === 'percent' ? `${(value * 100).toFixed(1)} %` : value.toPrecision(3);
  const sentences = curves.map((curve) => {
    const finite = finitePoints(curve);
    const [start, end] = [finite[0], finite.at(-1)];
    if (start === undefined || end === undefined) return `${curveName(curve)} has no finite value`;
    const gaps = curve.points.length - finite.length;
    const lost = gaps === 0 ? '' : `, not finite at ${gaps} of ${curve.points.length} epochs`;
    return `${curveName(curve)} from ${write(start.value)} at epoch ${start.epoch} to ${write(end.value)} at epoch ${end.epoch}${lost}`;
  });
  return `${title}: ${sentences.join('; ')}.`;
}
