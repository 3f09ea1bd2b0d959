import { maxSeries } from './drawing/index.ts';

/** One activation, or one template, on the plane. */
export interface ProjectionPoint {
  readonly x: number;
  readonly y: number;
  /** The class, as in {@link ProjectionClass}. */
  readonly label: number;
}

/** One of the classes that are drawn. */
export interface ProjectionClass {
  readonly label: number;
  readonly name: string;
}

/** What one panel shows; `row` and `column` name its place. */
export interface ProjectionPanel {
  readonly row: string;
  readonly column: string;
  /** Around 300 per class keep both density and single points visible. */
  readonly points: readonly ProjectionPoint[];
  readonly templates?: readonly ProjectionPoint[];
}

/** Small multiples of projections, for example rows hard and smoothed, columns training and validation. */
export interface ProjectionPanelsData {
  readonly classes: readonly ProjectionClass[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly panels: readonly ProjectionPanel[];
}

/**
 * Requires that classes can be told apart, every coordinate is finite and every label one of the classes.
 * @throws RangeError naming the panel and the point.
 */
export function assertProjection({ classes, panels }: ProjectionPanelsData): void {
  if (classes.length > maxSeries) {
    throw new RangeError(
      `projectionPanels: expected at most ${maxSeries} classes, got ${classes.length}; three span a plane`,
    );
  }
  const labels = new Set(classes.map(({ label }) => label));
  for (const { row, column, points, templates = [] } of panels) {
    for (const { x, y, label } of [...points, ...templates]) {
      if (!Number.isFinite(x) || !Number.isFinite(y) || !labels.has(label)) {
        throw new RangeError(
          `projectionPanels: expected finite coordinates and a label among ${[...labels].join(', ')} in panel "${row}, ${column}", got (${x}, ${y}) with label ${label}`,
        );
      }
    }
  }
}
