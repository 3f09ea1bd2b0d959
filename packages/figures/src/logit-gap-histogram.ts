import { areaY, axisX, axisY, dot, frame, gridY, ruleX, type Markish } from '@observablehq/plot';
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
  niceTicks,
  paint,
  plotPanel,
  seriesPaint,
  svgText,
  symbolSwatch,
  textBlock,
  textWidth,
  writePercent,
  type LegendItem,
  type TextBlock,
} from './drawing/index.ts';

/** The logit gaps of one model. */
export interface LogitGapModel {
  readonly name: string;
  /** Counts of equal bins; edges ascend and are one more than the counts. Bins may differ between models. */
  readonly histogram: {
    readonly binEdges: readonly number[];
    readonly counts: readonly number[];
  };
  readonly mean: number;
  readonly standardDeviation: number;
  /** log(K(1−α)/α + 1), or null without smoothing, where no finite gap is optimal. */
  readonly optimum: number | null;
}

/** Gaps of several models on one axis. */
export interface LogitGapData {
  readonly models: readonly LogitGapModel[];
  /** What the gap is, for example `true logit − mean of the others`. */
  readonly quantity: string;
}

/** How {@link logitGapHistogram} draws. */
export interface LogitGapHistogramOptions {
  /** Natural width in pixels. Default 800. */
  readonly width?: number;
}

const left = 48;
const right = 12;
/** Room for the word above the line. */
const optimumHeight = 20;
const frameHeight = 92;
const tickHeight = 20;
const panelGap = 10;
const optimumDash = '6 3';

/**
 * How far the logit of the true class stands above the others: one histogram per model on a common
 * horizontal axis, with the mean and the optimum of the smoothed loss marked.
 *
 * Heights are shares of a model's examples per bin; each model has its own vertical axis and bin width,
 * which are written beside it.
 * @throws RangeError for more models than there are colours, or edges and counts that make no histogram.
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 */
export function logitGapHistogram(
  document: Document,
  data: LogitGapData,
  { width = 800 }: LogitGapHistogramOptions = {},
): SVGSVGElement {
  const { models } = data;
  assertHistograms(models);
  const optima = models.flatMap(({ optimum }) => (optimum === null ? [] : [optimum]));
  const [low, high] = extent([...optima, ...models.flatMap(edges)]);
  const margin = (high - low) * 0.03 || 1;
  const domain: readonly [number, number] = [low - margin, high + margin];
  const key = legend(document, legendItems(document, optima.length > 0), width);

  let y = key.height;
  const children: Node[] = [key.element];
  for (const [index, model] of models.entries()) {
    const drawn = drawPanel(document, model, { index, domain, width, y: y + panelGap });
    children.push(...drawn.elements);
    y += panelGap + drawn.height;
  }
  const plotWidth = width - left - right;
  const label = { ...axisLabelStyle, x: left + plotWidth / 2, y, width: plotWidth };
  const quantity = textBlock(document, data.quantity, label);
  y += quantity.height;
  const note =
    'Heights are shares of a model’s examples per bin; every model has its own vertical axis.';
  const notes = figureNotes(document, note, { y, width });
  return figureRoot(document, {
    title: `Logit gaps (${data.quantity}) of ${models.map(({ name }) => name).join(', ')}`,
    description: models.map((model) => `${model.name}: ${describeModel(model)}.`).join(' '),
    width,
    height: y + notes.height,
    children: [...children, ...quantity.elements, notes.element],
  });
}

function assertHistograms(models: readonly LogitGapModel[]): void {
  if (models.length > maxSeries) {
    throw new RangeError(
      `logitGapHistogram: expected at most ${maxSeries} models, got ${models.length}; draw the others in a second figure`,
    );
  }
  for (const { name, histogram, mean, optimum } of models) {
    const { binEdges, counts } = histogram;
    const ascends = binEdges.every((edge, i) => i === 0 || edge > binEdges[i - 1]!);
    const finite = [...binEdges, ...counts, mean, optimum ?? 0].every(Number.isFinite);
    const filled = counts.some((count) => count > 0);
    if (!filled || binEdges.length !== counts.length + 1 || !ascends || !finite) {
      throw new RangeError(
        `logitGapHistogram: expected a finite mean and optimum, and ascending edges, one more than counts, for "${name}", got ${binEdges.length} edges, ${counts.length} counts (${filled ? 'some' : 'none'} above 0), mean ${mean} and optimum ${optimum}`,
      );
    }
  }
}

/** The two ends of a model's histogram. */
function edges({ histogram }: LogitGapModel): [number, number] {
  return [histogram.binEdges[0]!, histogram.binEdges.at(-1)!];
}

function binWidth(model: LogitGapModel): number {
  const [low, high] = edges(model);
  return (high - low) / model.histogram.counts.length;
}

/** The share of examples from an edge up to the next. */
interface Share {
  readonly edge: number;
  readonly share: number;
}

function stepsOf({ histogram: { binEdges, counts } }: LogitGapModel): Share[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return binEdges.map((edge, bin) => ({ edge, share: (counts[bin] ?? 0) / total }));
}

interface PanelLayout {
  readonly index: number;
  readonly domain: readonly [number, number];
  readonly width: number;
  readonly y: number;
}

function drawPanel(document: Document, model: LogitGapModel, layout: PanelLayout): TextBlock {
  const { index, domain, width, y } = layout;
  const { name, optimum } = model;
  const plotWidth = width - left - right;
  const heading = textBlock(document, name, {
    x: left,
    y,
    width: plotWidth,
    size: fontSizes.title,
    bold: true,
  });
  const facts = `${describeModel(model)}; bins of ${Number(binWidth(model).toPrecision(2))}`;
  const details = textBlock(document, facts, {
    x: left,
    y: y + heading.height,
    width: plotWidth,
    size: fontSizes.small,
    fill: paint('muted'),
  });
  const headingHeight = heading.height + details.height;
  const top = y + headingHeight + (optimum === null ? 6 : optimumHeight);
  const shares = stepsOf(model);
  const highest = Math.max(...shares.map(({ share }) => share));
  const panel = plotPanel(
    document,
    { x: left, y: top, width: plotWidth, height: frameHeight, name },
    {
      x: { domain: [...domain] },
      y: { domain: [0, highest * 1.08] },
      marks: [...axes(domain, plotWidth), ...marks(model, shares, seriesPaint(index))],
    },
  );
  const label =
    optimum === null ? [] : [optimumLabel(document, optimum, { ...layout, y: top - 5 })];
  return {
    elements: [...heading.elements, ...details.elements, ...label, panel],
    height: top - y + frameHeight + tickHeight,
  };
}

function optimumLabel(
  document: Document,
  optimum: number,
  { domain, width, y }: Pick<PanelLayout, 'domain' | 'width' | 'y'>,
): SVGElement {
  const text = `optimum ${optimum.toFixed(2)}`;
  const half = textWidth(text, { size: fontSizes.small }) / 2;
  const x = left + ((optimum - domain[0]) / (domain[1] - domain[0])) * (width - left - right);
  return svgText(document, text, {
    x: Math.min(Math.max(x, left + half), width - right - half),
    y,
    size: fontSizes.small,
    anchor: 'middle',
    className: 'figure-optimum-label',
  });
}

function axes(domain: readonly [number, number], plotWidth: number): Markish[] {
  const ticks = niceTicks(domain, { pixels: plotWidth, most: 10 });
  return [
    gridY({ ...gridStyle, ticks: 3 }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: ticks.values, tickFormat: ticks.format }),
    axisY({ ...axisStyle, anchor: 'left', ticks: 3, tickFormat: writePercent }),
  ];
}

function marks(
  { mean, optimum }: LogitGapModel,
  shares: readonly Share[],
  fill: string,
): Markish[] {
  const optimumStyle = { stroke: paint('ink'), strokeWidth: 1.5, strokeDasharray: optimumDash };
  return [
    areaY(shares, {
      x: 'edge',
      y: 'share',
      curve: 'step-after',
      fill,
      fillOpacity: 0.8,
      className: 'figure-histogram',
    }),
    frame({ stroke: paint('rule') }),
    ...(optimum === null
      ? []
      : [ruleX([optimum], { ...optimumStyle, className: 'figure-optimum' })]),
    dot([[mean, 0]], {
      symbol: 'triangle',
      r: 5,
      fill: paint('ink'),
      stroke: paint('background'),
      strokeWidth: 1.5,
      className: 'figure-mean',
    }),
  ];
}

function describeModel({ mean, standardDeviation, optimum }: LogitGapModel): string {
  const target = optimum === null ? 'no finite optimum' : `optimum ${optimum.toFixed(2)}`;
  return `mean ${mean.toFixed(2)}, standard deviation ${standardDeviation.toFixed(2)}, ${target}`;
}

function legendItems(document: Document, withOptimum: boolean): LegendItem[] {
  const meanItem = {
    text: 'mean',
    swatchWidth: 12,
    swatch: symbolSwatch(document, { symbol: 'triangle', radius: 5, fill: paint('ink') }),
  };
  if (!withOptimum) return [meanItem];
  const line = lineSwatch(document, {
    stroke: paint('ink'),
    strokeWidth: 1.5,
    dash: optimumDash,
    length: 24,
  });
  return [meanItem, { text: 'optimum of the smoothed loss', swatchWidth: 24, swatch: line }];
}
