import { dot, line, type Markish } from '@observablehq/plot';
import {
  lineSwatch,
  type LegendItem,
  paint,
  seriesPaint,
  seriesSymbols,
  symbolSwatch,
} from './drawing/index.ts';
import type { ProjectionPanelsData, ProjectionPoint } from './projection-data.ts';

/** Radii in pixels. */
export interface PointSizes {
  readonly point: number;
  readonly template: number;
}

/** Points are drawn in this many rounds over the classes, so that no class lies on top of the others. */
const rounds = 8;
const pointOpacity = 0.5;
const outlineWidth = 1.75;
const triangleStyle = { stroke: paint('ink'), strokeWidth: 1 } as const;
const triangleDash = '3 3';

/** The activations of a panel: one colour and shape per class, see-through so that density shows. */
export function pointMarks(
  { classes }: ProjectionPanelsData,
  points: readonly ProjectionPoint[],
  radius: number,
): Markish[] {
  const byClass = classes.map(({ label }) => points.filter((point) => point.label === label));
  return Array.from({ length: rounds }, (_, round) =>
    byClass.map((own, index) => {
      const from = Math.floor((own.length * round) / rounds);
      const to = Math.floor((own.length * (round + 1)) / rounds);
      return dot(own.slice(from, to), {
        x: 'x',
        y: 'y',
        r: radius,
        symbol: seriesSymbols[index]!,
        fill: seriesPaint(index),
        fillOpacity: pointOpacity,
        className: `figure-points figure-class-${index}`,
      });
    }),
  ).flat();
}

/** The templates of a panel: large points in the colour and shape of their class, joined by a dashed line. */
export function templateMarks(
  { classes }: ProjectionPanelsData,
  templates: readonly ProjectionPoint[],
  radius: number,
): Markish[] {
  if (templates.length === 0) return [];
  const each = classes.map(({ label }, index) => ({
    own: templates.filter((template) => template.label === label),
    shape: {
      x: 'x',
      y: 'y',
      r: radius,
      symbol: seriesSymbols[index]!,
      fill: seriesPaint(index),
      strokeLinejoin: 'round',
      className: `figure-template figure-class-${index}`,
    } as const,
  }));
  return [
    line([...templates, templates[0]!], {
      ...triangleStyle,
      x: 'x',
      y: 'y',
      strokeDasharray: triangleDash,
    }),
    // The halo keeps the outline apart from a dense cluster behind it.
    ...each.map(({ own, shape }) =>
      dot(own, { ...shape, className: 'figure-halo', stroke: paint('background'), strokeWidth: 5 }),
    ),
    ...each.map(({ own, shape }) =>
      dot(own, { ...shape, stroke: paint('ink'), strokeWidth: outlineWidth }),
    ),
  ];
}

/** What the marks stand for. */
export function projectionLegend(
  document: Document,
  { classes, panels }: ProjectionPanelsData,
  templateRadius: number,
): LegendItem[] {
  const classItems = classes.map(({ name }, index) => ({
    text: name,
    swatchWidth: 11,
    swatch: symbolSwatch(document, {
      symbol: seriesSymbols[index]!,
      radius: 4.5,
      fill: seriesPaint(index),
    }),
  }));
  if (panels.every(({ templates = [] }) => templates.length === 0)) return classItems;
  const outlined = symbolSwatch(document, {
    symbol: 'circle',
    radius: templateRadius,
    fill: paint('background'),
    stroke: paint('ink'),
    strokeWidth: outlineWidth,
  });
  const triangle = lineSwatch(document, { ...triangleStyle, dash: triangleDash, length: 22 });
  return [
    ...classItems,
    {
      text: 'template, outlined, in its class’s shape',
      swatchWidth: 2 * templateRadius + 2,
      swatch: outlined,
    },
    { text: 'triangle of the templates', swatchWidth: 22, swatch: triangle },
  ];
}
