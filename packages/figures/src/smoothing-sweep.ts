import {
  axisX,
  axisY,
  dot,
  frame,
  gridY,
  line,
  link,
  ruleY,
  type Markish,
} from '@observablehq/plot';
import {
  axisLabelStyle,
  axisStyle,
  extent,
  figureNotes,
  figureRoot,
  fontSizes,
  gridStyle,
  legend,
  lineSwatch,
  maxSeries,
  paint,
  panelGrid,
  plotPanel,
  seriesPaint,
  seriesSymbols,
  svgText,
  symbolSwatch,
  textBlock,
  writePercent,
  type LegendItem,
  type TextBlock,
} from './drawing/index.ts';
import {
  describeSweep,
  type SmoothingSweepData,
  type SweepCurve,
  type SweepPanel,
  valuesOf,
} from './smoothing-sweep-data.ts';

/** How {@link smoothingSweep} draws. */
export interface SmoothingSweepOptions {
  /** Natural width in pixels; panels wrap when it is small. Default 800. */
  readonly width?: number;
}

const left = 52;
const right = 10;
const gap = 62;
const frameHeight = 150;
const quantityGap = 6;
const axisHeight = 38;
const rowGap = 14;
const radius = 3.5;
const referenceDash = '5 3';
/** Curves stand this many pixels apart, so that bars of the same α do not cover each other. */
const dodge = 7;

/**
 * Figures of trained networks against the smoothing weight α they were trained with: points with their
 * intervals, joined curve by curve, and a dashed line for what they are to be held against.
 *
 * All panels share the axis of α. Percentages begin at 0; every panel has its own vertical axis.
 * @throws RangeError for more curves than there are colours, or a value that is not finite.
 */
export function smoothingSweep(
  document: Document,
  data: SmoothingSweepData,
  { width = 800 }: SmoothingSweepOptions = {},
): SVGSVGElement {
  const panels = data.rows.flatMap((row) => row.panels);
  const names = [...new Set(panels.flatMap(({ curves }) => curves.map(({ name }) => name)))];
  assertDrawable(panels, names.length);
  const wanted = Math.max(1, ...data.rows.map((row) => row.panels.length));
  const grid = panelGrid({ width, wanted, left, right, gap, minimum: 200, maximum: 420 });
  const key = legend(document, legendItems(document, panels, names), width);

  const [lowest, highest] = extent(panels.flatMap(alphasOf));
  const margin = (highest - lowest) * 0.08 || 0.05;

  let y = key.height + rowGap;
  const children: Node[] = [key.element];
  for (const row of data.rows) {
    const heading = textBlock(document, row.name, {
      x: 0,
      y,
      width,
      size: fontSizes.title,
      bold: true,
    });
    children.push(...heading.elements);
    y += heading.height + quantityGap;
    for (let first = 0; first < row.panels.length; first += grid.columns) {
      const line = row.panels.slice(first, first + grid.columns).map((panel, column) =>
        drawPanel(document, panel, {
          x: grid.columnX(column),
          y,
          size: grid.frame,
          name: `${row.name}, ${panel.quantity}`,
          seriesOf: ({ name }) => names.indexOf(name),
          count: names.length,
          domain: [lowest - margin, highest + margin],
        }),
      );
      children.push(...line.flatMap(({ elements }) => elements));
      y += Math.max(...line.map(({ height }) => height));
    }
    y += rowGap;
  }
  const notes = figureNotes(document, data.convention, { y: y - rowGap, width });
  return figureRoot(document, {
    title: `${[...new Set(panels.map(({ quantity }) => quantity))].join(' and ')} against α`,
    description: `${data.rows.map(describeSweep).join(' ')} ${data.convention}`,
    width,
    height: y - rowGap + notes.height,
    children: [...children, notes.element],
  });
}

function assertDrawable(panels: readonly SweepPanel[], count: number): void {
  if (count > maxSeries) {
    throw new RangeError(
      `smoothingSweep: expected at most ${maxSeries} curves, got ${count}; draw the others in a second figure`,
    );
  }
  for (const panel of panels) {
    const wrong = valuesOf(panel).find((value) => !Number.isFinite(value));
    if (wrong !== undefined) {
      throw new RangeError(
        `smoothingSweep: expected finite values of "${panel.quantity}", got ${wrong}`,
      );
    }
  }
}

interface PanelLayout {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly name: string;
  readonly seriesOf: (curve: SweepCurve) => number;
  /** Curves that share an α. */
  readonly count: number;
  /** Of α, the same in all panels. */
  readonly domain: readonly [number, number];
}

function drawPanel(document: Document, panel: SweepPanel, layout: PanelLayout): TextBlock {
  const { x, y, size, name, seriesOf, count, domain } = layout;
  const heading = textBlock(document, panel.quantity, {
    x,
    y,
    width: size,
    size: fontSizes.small,
    fill: paint('muted'),
  });
  const top = y + heading.height + quantityGap;
  const alphas = alphasOf(panel);
  const shift = (series: number): number =>
    ((series - (count - 1) / 2) * dodge * (domain[1] - domain[0])) / size;
  return {
    height: heading.height + quantityGap + frameHeight + axisHeight,
    elements: [
      ...heading.elements,
      plotPanel(
        document,
        { x, y: top, width: size, height: frameHeight, name },
        {
          x: { domain: [...domain] },
          y: { domain: valueDomain(panel) },
          marks: [
            ...axes(panel, alphas),
            ...panel.curves.flatMap((curve) => {
              const series = seriesOf(curve);
              return curveMarks(curve, { series, shift: shift(series) });
            }),
          ],
        },
      ),
      svgText(document, 'smoothing α', {
        ...axisLabelStyle,
        x: x + size / 2,
        y: top + frameHeight + 30,
      }),
    ],
  };
}

/** The α of a panel's points, each once. */
function alphasOf({ curves }: SweepPanel): number[] {
  return [
    ...new Set(curves.flatMap(({ points }) => points.map(({ labelSmoothing }) => labelSmoothing))),
  ];
}

/** Percentages from 0; else some room above and below. */
function valueDomain(panel: SweepPanel): [number, number] {
  const [low, high] = extent(valuesOf(panel));
  if (panel.format === 'percent') return [0, high * 1.06 || 0.01];
  const margin = (high - low) * 0.08 || Math.abs(high) * 0.05 || 0.5;
  return [low - margin, high + margin];
}

function axes({ format, reference }: SweepPanel, alphas: readonly number[]): Markish[] {
  const tickFormat = format === 'percent' && { tickFormat: writePercent };
  return [
    gridY({ ...gridStyle, ticks: 4 }),
    frame({ stroke: paint('rule') }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: [...alphas], tickFormat: String }),
    axisY({ ...axisStyle, anchor: 'left', ticks: 4, ...tickFormat }),
    ...(reference === null
      ? []
      : [
          ruleY([reference.value], {
            stroke: paint('ink'),
            strokeDasharray: referenceDash,
            strokeWidth: 1.25,
            className: 'figure-reference',
          }),
        ]),
  ];
}

function curveMarks(
  { points }: SweepCurve,
  { series, shift }: { readonly series: number; readonly shift: number },
): Markish[] {
  const stroke = seriesPaint(series);
  const placed = points.map((point) => ({ ...point, x: point.labelSmoothing + shift }));
  const bars = placed.flatMap(({ x, interval }) => (interval === null ? [] : [{ x, ...interval }]));
  return [
    line(placed, { x: 'x', y: 'value', stroke, strokeWidth: 1.25, strokeOpacity: 0.7 }),
    link(bars, {
      x1: 'x',
      x2: 'x',
      y1: 'lower',
      y2: 'upper',
      stroke,
      strokeWidth: 2,
      className: 'figure-bars',
    }),
    dot(placed, {
      x: 'x',
      y: 'value',
      r: radius,
      symbol: seriesSymbols[series]!,
      fill: stroke,
      stroke: paint('background'),
      strokeWidth: 1,
      className: 'figure-values',
    }),
  ];
}

function legendItems(
  document: Document,
  panels: readonly SweepPanel[],
  names: readonly string[],
): LegendItem[] {
  const references = new Set(panels.flatMap(({ reference }) => reference?.name ?? []));
  return [
    ...names.map((text, series) => ({
      text,
      swatchWidth: 11,
      swatch: symbolSwatch(document, {
        symbol: seriesSymbols[series]!,
        radius: radius + 0.5,
        fill: seriesPaint(series),
      }),
    })),
    ...[...references].map((text) => ({
      text,
      swatchWidth: 24,
      swatch: lineSwatch(document, {
        stroke: paint('ink'),
        strokeWidth: 1.25,
        dash: referenceDash,
        length: 24,
      }),
    })),
  ];
}
