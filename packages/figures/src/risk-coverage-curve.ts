import { axisX, axisY, frame, gridX, gridY, line, type Markish } from '@observablehq/plot';
import {
  axisLabelStyle,
  axisStyle,
  figureNotes,
  figureRoot,
  gridStyle,
  legend,
  type LegendItem,
  lineSwatch,
  maxSeries,
  niceTicks,
  paint,
  plotPanel,
  seriesPaint,
  svgText,
  writePercent,
} from './drawing/index.ts';
import {
  describeLine,
  lineName,
  type RiskCoverageData,
  type RiskCoverageLine,
  type RiskPoint,
  riskPoints,
} from './risk-coverage-data.ts';

/** How {@link riskCoverageCurve} draws. */
export interface RiskCoverageCurveOptions {
  /** Natural width in pixels. Default 800. */
  readonly width?: number;
}

const left = 54;
const right = 14;
const gap = 14;
const axisHeight = 38;
const swatchLength = 26;
/** Risks of fewer of the examples than this are mostly chance and do not stretch the axis. */
const steadyCoverage = 0.05;
const idealDash = '5 4';
/** Lines differ in their strokes as well, so that no reader depends on colour alone. */
const dashes = [undefined, '9 3', '2.5 2.5', '9 3 2 3', '14 4', '1 3'] as const;

/** A line as it is drawn. */
interface Stroke {
  readonly points: readonly RiskPoint[];
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly dash: string | undefined;
  readonly className: string;
}

/**
 * Risk of accepting only the surest predictions against the share accepted, for several models or scores;
 * dashed and thin, the ordering that knows which predictions are wrong.
 *
 * A line starts at its first threshold. What lies above the axis at small coverage, where a few examples
 * decide, is left out and the figure says so.
 * @throws RangeError for no line or more than there are colours, for an ideal of a line that is not there,
 * and for curves that are none.
 * References: Geifman and El-Yaniv, Selective Classification for Deep Neural Networks, NeurIPS 2017.
 */
export function riskCoverageCurve(
  document: Document,
  data: RiskCoverageData,
  { width = 800 }: RiskCoverageCurveOptions = {},
): SVGSVGElement {
  const { lines, ideals = [], quantity = 'error rate' } = data;
  const strokes = [...ideals.map((_, i) => idealStroke(data, i)), ...lines.map(lineStroke)];
  if (lines.length === 0 || lines.length > maxSeries) {
    throw new RangeError(
      `riskCoverageCurve: expected 1 to ${maxSeries} lines, got ${lines.length}; draw the others in a second figure`,
    );
  }
  const highest = highestRisk(strokes);
  const key = legend(document, legendItems(document, lines, ideals.length > 0), width);
  const top = key.height + gap;
  const plotWidth = width - left - right;
  const height = Math.round(Math.min(340, Math.max(200, plotWidth * 0.55)));
  const bottom = top + height + axisHeight;
  const cut = strokes.some(({ points }) => points.some(({ risk }) => risk > highest));
  const notes = cut
    ? figureNotes(
        document,
        'Where a line begins above the axis, a few of the surest examples are wrong.',
        { y: bottom - gap, width },
      )
    : undefined;
  return figureRoot(document, {
    title: `Risk (${quantity}) against coverage of ${lines.map(({ name }) => name).join('; ')}`,
    description: lines.map(describeLine).join(' '),
    width,
    height: bottom + (notes === undefined ? 0 : notes.height - gap),
    children: [
      key.element,
      plotPanel(
        document,
        { x: left, y: top, width: plotWidth, height, name: 'risk and coverage' },
        {
          x: { domain: [0, 1] },
          y: { domain: [0, highest] },
          marks: [
            ...axes(highest, { width: plotWidth, height }),
            ...strokes.map((stroke) => strokeMark(stroke, highest)),
          ],
        },
      ),
      svgText(document, 'coverage', {
        ...axisLabelStyle,
        x: left + plotWidth / 2,
        y: bottom - 6,
      }),
      svgText(document, `risk (${quantity})`, {
        ...axisLabelStyle,
        x: 12,
        y: top + height / 2,
        rotate: -90,
      }),
      ...(notes === undefined ? [] : [notes.element]),
    ],
  });
}

function lineStroke({ name, curve }: RiskCoverageLine, index: number): Stroke {
  return {
    points: riskPoints(name, curve),
    // Beyond the last colour the caller is about to be refused.
    stroke: seriesPaint(index % maxSeries),
    strokeWidth: 2,
    dash: dashes[index % maxSeries],
    className: 'figure-curve',
  };
}

function idealStroke({ lines, ideals = [] }: RiskCoverageData, index: number): Stroke {
  const { curve, of } = ideals[index]!;
  const owner = lines.findIndex(({ name }) => name === of);
  if (of !== undefined && owner < 0) {
    throw new RangeError(`riskCoverageCurve: expected an ideal of one of the lines, got "${of}"`);
  }
  return {
    points: riskPoints(of === undefined ? 'ideal' : `ideal of ${of}`, curve),
    stroke: of === undefined ? paint('muted') : seriesPaint(owner % maxSeries),
    strokeWidth: 1.25,
    dash: idealDash,
    className: 'figure-ideal',
  };
}

/** The end of the vertical axis: a little above the greatest risk where coverage is steady. */
function highestRisk(strokes: readonly Stroke[]): number {
  const risks = strokes.flatMap(({ points }) =>
    points
      .filter(({ coverage }, i) => coverage >= steadyCoverage || i === points.length - 1)
      .map(({ risk }) => risk),
  );
  return Math.max(...risks) * 1.06 || 1;
}

function axes(
  highest: number,
  size: { readonly width: number; readonly height: number },
): Markish[] {
  const x = niceTicks([0, 1], { pixels: size.width - 80, most: 10 });
  const y = niceTicks([0, highest], { pixels: size.height, most: 6 });
  return [
    gridX({ ...gridStyle, ticks: x.values }),
    gridY({ ...gridStyle, ticks: y.values }),
    frame({ stroke: paint('rule') }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: x.values, tickFormat: writePercent }),
    axisY({ ...axisStyle, anchor: 'left', ticks: y.values, tickFormat: y.format }),
  ];
}

function strokeMark(
  { points, stroke, strokeWidth, dash, className }: Stroke,
  highest: number,
): Markish {
  return line(belowAxisEnd(points, highest), {
    x: 'coverage',
    y: 'risk',
    stroke,
    strokeWidth,
    ...(dash !== undefined && { strokeDasharray: dash }),
    className,
  });
}

/** The line inside the frame: gaps where it is above, with ends on the frame where it crosses. */
function belowAxisEnd(points: readonly RiskPoint[], highest: number): RiskPoint[] {
  return points.flatMap((point, i) => {
    const previous = points[i - 1];
    const inside = point.risk <= highest;
    const crosses = previous !== undefined && previous.risk <= highest !== inside;
    const gap = { coverage: point.coverage, risk: NaN };
    if (!crosses) return [inside ? point : gap];
    const share = (highest - previous.risk) / (point.risk - previous.risk);
    const coverage = previous.coverage + share * (point.coverage - previous.coverage);
    const end = { coverage, risk: highest };
    return inside ? [end, point] : [end, gap];
  });
}

function legendItems(
  document: Document,
  lines: readonly RiskCoverageLine[],
  withIdeal: boolean,
): LegendItem[] {
  const item = (text: string, swatch: { stroke: string; strokeWidth: number; dash?: string }) => ({
    text,
    swatchWidth: swatchLength,
    swatch: lineSwatch(document, { ...swatch, length: swatchLength }),
  });
  const items = lines.map((each, index) => {
    const dash = dashes[index];
    const style = {
      stroke: seriesPaint(index),
      strokeWidth: 2,
      ...(dash !== undefined && { dash }),
    };
    return item(lineName(each), style);
  });
  const ideal = { stroke: paint('muted'), strokeWidth: 1.25, dash: idealDash };
  return withIdeal ? [...items, item('ideal ordering', ideal)] : items;
}
