import { extent } from './drawing/index.ts';
import type { ProjectionPanel, ProjectionPanelsData, ProjectionPoint } from './projection-data.ts';

/** Ranges of both axes; equally long, so that a square panel has equal scales. */
export interface SquareDomain {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Room around the outermost points, as a share of the range. */
const margin = 0.06;

/** One square domain per row, around all points and templates of the row, or of the figure if shared. */
export function equalDomains(data: ProjectionPanelsData, scale: 'row' | 'shared'): SquareDomain[] {
  const pointsOf = (panels: readonly ProjectionPanel[]): ProjectionPoint[] =>
    panels.flatMap(({ points, templates = [] }) => [...points, ...templates]);
  if (scale === 'shared') {
    const all = squareAround(pointsOf(data.panels));
    return data.rows.map(() => all);
  }
  return data.rows.map((row) =>
    squareAround(pointsOf(data.panels.filter((panel) => panel.row === row))),
  );
}

function squareAround(points: readonly ProjectionPoint[]): SquareDomain {
  const [xLow, xHigh] = extent(points.map(({ x }) => x));
  const [yLow, yHigh] = extent(points.map(({ y }) => y));
  const range = Math.max(xHigh - xLow, yHigh - yLow);
  const half = range === 0 ? 1 : range * (0.5 + margin);
  const [xMiddle, yMiddle] = [(xLow + xHigh) / 2, (yLow + yHigh) / 2];
  return { x: [xMiddle - half, xMiddle + half], y: [yMiddle - half, yMiddle + half] };
}

/** A panel in words: per class its centre and the root mean square distance from it. */
export function describePanel(data: ProjectionPanelsData, panel: ProjectionPanel): string {
  const clusters = data.classes.flatMap(({ label, name }) => {
    const own = panel.points.filter((point) => point.label === label);
    if (own.length === 0) return [];
    const x = mean(own.map((point) => point.x));
    const y = mean(own.map((point) => point.y));
    const spread = Math.sqrt(mean(own.map((point) => (point.x - x) ** 2 + (point.y - y) ** 2)));
    return [`${name} around (${write(x)}, ${write(y)}) with spread ${write(spread)}`];
  });
  const what = clusters.length === 0 ? 'no points' : clusters.join('; ');
  return `${panel.row}, ${panel.column}: ${what}.`;
}

/** Two decimals, without a minus before zero. */
function write(value: number): string {
  return value.toFixed(2).replace(/^-(0\.00)$/, '$1');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
