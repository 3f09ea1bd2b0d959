import { axisX, axisY, dot, frame, gridY, line, type Markish } from '@observablehq/plot';
import {
  axisLabelStyle,
  axisStyle,
  extent,
  figureRoot,
  fontSizes,
  gridStyle,
  maxSeries,
  niceTicks,
  plotPanel,
  seriesPaint,
  spreadLabels,
  svgElement,
  svgText,
  textBlock,
  textWidth,
  paint,
  writePercent,
  type TextBlock,
} from './drawing/index.ts';
import {
  curveName,
  describeCurves,
  finitePoints,
  type TrainingCurve,
  type TrainingCurvePanel,
  type TrainingCurvesData,
} from './training-data.ts';

/** How {@link trainingCurves} draws. */
export interface TrainingCurvesOptions {
  /** Natural width in pixels. Default 800. */
  readonly width?: number;
}

const left = 48;
const titleGap = 8;
const frameHeight = 130;
const tickHeight = 20;
const panelGap = 10;
/** Room between the frame and the labels, for the lines to them. */
const labelGap = 20;
/** No more than this share of the width goes to labels; longer ones wrap. */
const labelShare = 0.32;
const labelStyle = { size: fontSizes.small } as const;
const dashes = [undefined, '5 3', '1.5 3'] as const;

/**
 * Loss, accuracy or calibration error against the epoch for several models, each curve named at its end.
 *
 * Panels share the horizontal axis. Labels move apart so that none overlap, with a thin line back to their
 * curve.
 * @throws RangeError for more models than there are colours.
 */
export function trainingCurves(
  document: Document,
  data: TrainingCurvesData,
  { width = 800 }: TrainingCurvesOptions = {},
): SVGSVGElement {
  const curves = data.panels.flatMap((panel) => panel.curves);
  const series = [...new Set(curves.map((curve) => curve.series))];
  if (series.length > maxSeries) {
    throw new RangeError(
      `trainingCurves: expected at most ${maxSeries} models, got ${series.length}; draw the others in a second figure`,
    );
  }
  const variants = [...new Set(curves.map((curve) => curve.variant))];
  const longest = Math.max(0, ...curves.map((curve) => textWidth(curveName(curve), labelStyle)));
  const labelWidth = Math.min(width * labelShare, longest + 1);
  const plotWidth = width - left - labelGap - labelWidth;
  const [first, last] = extent(curves.flatMap(({ points }) => points.map(({ epoch }) => epoch)));
  const epochs = first === last ? ([first - 0.5, last + 0.5] as const) : ([first, last] as const);
  const styleOf = ({ series: name, variant }: TrainingCurve): CurveStyle => ({
    stroke: seriesPaint(series.indexOf(name)),
    dash: dashes[Math.min(variants.indexOf(variant), dashes.length - 1)],
  });

  let y = 0;
  const children: Node[] = [];
  for (const panel of data.panels) {
    const drawn = drawPanel(document, panel, { y, plotWidth, labelWidth, epochs, styleOf });
    children.push(...drawn.elements);
    y += drawn.height + panelGap;
  }
  children.push(
    svgText(document, 'epoch', { ...axisLabelStyle, x: left + plotWidth / 2, y: y + 4 }),
  );
  return figureRoot(document, {
    title: `${data.panels.map(({ title }) => title).join('; ')} against the epoch`,
    description: data.panels.map(describeCurves).join(' '),
    width,
    height: y + 10,
    children,
  });
}

interface CurveStyle {
  readonly stroke: string;
  readonly dash: string | undefined;
}

interface PanelLayout {
  readonly y: number;
  readonly plotWidth: number;
  readonly labelWidth: number;
  readonly epochs: readonly [number, number];
  readonly styleOf: (curve: TrainingCurve) => CurveStyle;
}

function drawPanel(document: Document, panel: TrainingCurvePanel, layout: PanelLayout): TextBlock {
  const { y, plotWidth, labelWidth, epochs, styleOf } = layout;
  const heading = textBlock(document, panel.title, {
    x: left,
    y,
    width: plotWidth + labelGap + labelWidth,
    size: fontSizes.title,
    bold: true,
  });
  const top = y + heading.height + titleGap;
  const curves = panel.curves.filter((curve) => finitePoints(curve).length > 0);
  const labels = curves.map((curve) =>
    textBlock(document, curveName(curve), {
      ...labelStyle,
      x: left + plotWidth + labelGap,
      y: 0,
      width: labelWidth,
      fill: styleOf(curve).stroke,
      className: 'figure-curve-label',
    }),
  );
  const labelHeights = labels.map(({ height }) => height + 3);
  const height = Math.max(
    frameHeight,
    labelHeights.reduce((sum, each) => sum + each, 0),
  );
  const values = valueDomain(curves.flatMap(finitePoints).map(({ value }) => value));
  const ends = curves.map((curve) => {
    const { epoch, value } = finitePoints(curve).at(-1)!;
    return {
      x: left + ((epoch - epochs[0]) / (epochs[1] - epochs[0])) * plotWidth,
      y: top + ((values[1] - value) / (values[1] - values[0])) * height,
    };
  });
  const places = spreadLabels(
    ends.map((end) => end.y),
    labelHeights,
    { lower: top - 6, upper: top + height + 6 },
  );

  return {
    height: top - y + height + tickHeight,
    elements: [
      ...heading.elements,
      plotPanel(
        document,
        { x: left, y: top, width: plotWidth, height, name: panel.title },
        {
          x: { domain: [...epochs] },
          y: { domain: values },
          marks: [
            ...axes(epochs, plotWidth, panel.format ?? 'number'),
            ...curves.flatMap((curve) => curveMarks(curve, styleOf(curve))),
          ],
        },
      ),
      ...curves.flatMap((curve, index) => {
        const { x: endX, y: endY } = ends[index]!;
        const place = places[index]!;
        const label = labels[index]!;
        const labelX = left + plotWidth + labelGap - 3;
        return [
          svgElement(document, 'line', {
            x1: endX + 4,
            y1: endY,
            x2: labelX,
            y2: place,
            stroke: styleOf(curve).stroke,
            'stroke-width': 0.75,
            'stroke-opacity': 0.7,
          }),
          svgElement(
            document,
            'g',
            { transform: `translate(0,${(place - label.height / 2).toFixed(1)})` },
            label.elements,
          ),
        ];
      }),
    ],
  };
}

function axes(
  epochs: readonly [number, number],
  plotWidth: number,
  format: 'number' | 'percent',
): Markish[] {
  const ticks = niceTicks(epochs, { pixels: plotWidth, most: 10, whole: true });
  const tickFormat = format === 'percent' && { tickFormat: writePercent };
  return [
    gridY({ ...gridStyle, ticks: 4 }),
    frame({ stroke: paint('rule') }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: ticks.values, tickFormat: ticks.format }),
    axisY({ ...axisStyle, anchor: 'left', ticks: 4, ...tickFormat }),
  ];
}

function curveMarks(curve: TrainingCurve, { stroke, dash }: CurveStyle): Markish[] {
  const position = { x: 'epoch', y: 'value' } as const;
  return [
    line(curve.points, {
      ...position,
      stroke,
      strokeWidth: dash === undefined ? 2 : 1.5,
      ...(dash !== undefined && { strokeDasharray: dash }),
      className: 'figure-curve',
    }),
    dot(finitePoints(curve).slice(-1), { ...position, r: 2.75, fill: stroke }),
  ];
}

/** Room above and below the curves; some even where all values are the same or there are none. */
function valueDomain(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const margin = (high - low) * 0.06 || Math.abs(high) * 0.05 || 0.5;
  return [low - margin, high + margin];
}
