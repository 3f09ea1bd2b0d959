import {
  axisX,
  axisY,
  dot,
  frame,
  gridX,
  gridY,
  line,
  link,
  rectY,
  type Markish,
} from '@observablehq/plot';
import {
  axisStyle,
  gridStyle,
  lineSwatch,
  paint,
  seriesPaint,
  svgElement,
  symbolSwatch,
  type LegendItem,
} from './drawing/index.ts';
import type { BandBox, FilledBin } from './reliability-data.ts';

/** Bins with fewer examples are drawn hollow: their accuracy is mostly chance. */
const fewExamples = 20;
const radius = 3.5;
const over = seriesPaint(1);
const under = seriesPaint(0);
const diagonalDash = '4 3';
const bandPaint = seriesPaint(2);
const bandOpacity = 0.3;

/** What the axes of a panel depend on. */
interface PanelSize {
  /** Width of the frame in pixels. */
  readonly size: number;
  /** Carries tick labels on the left. */
  readonly labelled: boolean;
}

function fractionTicks(size: number): number[] {
  return size < 170 ? [0, 0.5, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1];
}

function fraction(value: number): string {
  return value === 0 || value === 1 ? String(value) : value.toFixed(1);
}

/** Accuracy against mean confidence with the gap to the diagonal, over bars of the bins. */
export function diagramMarks(
  bins: readonly FilledBin[],
  band: readonly BandBox[],
  { size, labelled }: PanelSize,
): Markish[] {
  const ticks = fractionTicks(size);
  const colour = ({ accuracy, meanConfidence }: FilledBin): string =>
    accuracy === meanConfidence ? paint('muted') : accuracy < meanConfidence ? over : under;
  const point = { x: 'meanConfidence', y: 'accuracy', r: radius } as const;
  return [
    gridX({ ...gridStyle, ticks }),
    gridY({ ...gridStyle, ticks }),
    rectY(bins, {
      x1: 'lower',
      x2: 'upper',
      y1: 0,
      y2: 'accuracy',
      fill: paint('rule'),
      fillOpacity: 0.55,
      insetLeft: 0.5,
      insetRight: 0.5,
      className: 'figure-accuracy',
    }),
    rectY(band, {
      x1: 'x1',
      x2: 'x2',
      y1: 'lower',
      y2: 'upper',
      fill: bandPaint,
      fillOpacity: bandOpacity,
      insetLeft: 0.5,
      insetRight: 0.5,
      className: 'figure-band',
    }),
    frame({ stroke: paint('rule') }),
    line(
      [
        [0, 0],
        [1, 1],
      ],
      {
        stroke: paint('muted'),
        strokeDasharray: diagonalDash,
        strokeWidth: 1.25,
        className: 'figure-diagonal',
      },
    ),
    link(bins, {
      x1: 'meanConfidence',
      x2: 'meanConfidence',
      y1: 'meanConfidence',
      y2: 'accuracy',
      stroke: colour,
      strokeWidth: 2,
      className: 'figure-gap',
    }),
    dot(
      bins.filter(({ count }) => count >= fewExamples),
      {
        ...point,
        fill: colour,
        stroke: paint('background'),
        strokeWidth: 1,
        className: 'figure-bins',
      },
    ),
    dot(
      bins.filter(({ count }) => count < fewExamples),
      {
        ...point,
        r: radius - 0.5,
        fill: paint('background'),
        stroke: colour,
        strokeWidth: 1.5,
        className: 'figure-bins',
      },
    ),
    ...(labelled ? [axisY({ ...axisStyle, anchor: 'left', ticks, tickFormat: fraction })] : []),
  ];
}

/** How many examples each bin holds. */
export function countMarks(
  bins: readonly FilledBin[],
  { size, labelled, mostExamples }: PanelSize & { readonly mostExamples: number },
): Markish[] {
  const ticks = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].filter((tick) => tick <= mostExamples);
  // Half the height per label: every second power of ten once there are more than three.
  const shown = ticks.filter((_, power) => ticks.length <= 3 || power % 2 === 0);
  const short = (count: number): string =>
    count >= 1e6 ? `${count / 1e6}M` : count >= 1e3 ? `${count / 1e3}k` : String(count);
  return [
    gridY({ ...gridStyle, ticks: shown }),
    rectY(bins, {
      x1: 'lower',
      x2: 'upper',
      y1: 0.5,
      y2: 'count',
      fill: paint('series-6'),
      fillOpacity: 0.75,
      insetLeft: 0.5,
      insetRight: 0.5,
      className: 'figure-counts',
    }),
    frame({ stroke: paint('rule') }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: fractionTicks(size), tickFormat: fraction }),
    ...(labelled ? [axisY({ ...axisStyle, anchor: 'left', ticks: shown, tickFormat: short })] : []),
  ];
}

/** What the marks stand for. */
export function reliabilityLegend(document: Document, bandLevel: number | undefined): LegendItem[] {
  const filled = (fill: string): SVGElement =>
    symbolSwatch(document, { symbol: 'circle', radius: radius + 0.5, fill });
  return [
    { text: 'over-confident bin', swatchWidth: 9, swatch: filled(over) },
    { text: 'under-confident bin', swatchWidth: 9, swatch: filled(under) },
    {
      text: `fewer than ${fewExamples} examples`,
      swatchWidth: 9,
      swatch: symbolSwatch(document, {
        symbol: 'circle',
        radius: radius - 0.5,
        fill: paint('background'),
        stroke: paint('ink'),
        strokeWidth: 1.5,
      }),
    },
    {
      text: 'perfectly calibrated',
      swatchWidth: 22,
      swatch: lineSwatch(document, {
        stroke: paint('muted'),
        strokeWidth: 1.25,
        dash: diagonalDash,
        length: 22,
      }),
    },
    ...(bandLevel === undefined
      ? []
      : [
          {
            text: `${100 * bandLevel} % by chance, if calibrated`,
            swatchWidth: 14,
            swatch: svgElement(document, 'rect', {
              x: -7,
              y: -5,
              width: 14,
              height: 10,
              fill: bandPaint,
              'fill-opacity': bandOpacity,
            }),
          },
        ]),
  ];
}
