import { axisX, axisY, frame, gridX, gridY, type Markish } from '@observablehq/plot';
import {
  axisLabelStyle,
  axisStyle,
  figureNotes,
  figureRoot,
  fontSizes,
  gridStyle,
  legend,
  niceTicks,
  paint,
  panelGrid,
  plotPanel,
  svgElement,
  svgText,
  textBlock,
  type PanelGrid,
  type TextBlock,
} from './drawing/index.ts';
import { assertProjection, type ProjectionPanelsData } from './projection-data.ts';
import { describePanel, equalDomains, type SquareDomain } from './projection-domain.ts';
import {
  pointMarks,
  projectionLegend,
  templateMarks,
  type PointSizes,
} from './projection-marks.ts';

/** How {@link projectionPanels} draws. */
export interface ProjectionPanelsOptions {
  /** Natural width in pixels; panels wrap when it is small. Default 800. */
  readonly width?: number;
  /**
   * `row`: panels of a row share one scale, rows have their own, and a note says how they differ.
   * `shared`: one scale everywhere. Default `row`, since smoothing shrinks activations several times over.
   */
  readonly scale?: 'row' | 'shared';
}

const left = 48;
const right = 10;
const gap = 24;
const rowGap = 12;
const titleGap = 4;
const tickHeight = 20;
const axisLabelHeight = 16;
/** Below this panel width points shrink and ticks thin out. */
const smallFrame = 220;

/**
 * Penultimate activations on the plane through the templates of their classes, as small multiples.
 *
 * Both axes have the same scale in every panel: one unit is as long across as up. Classes differ by colour
 * and by shape; templates are large outlined points, joined by a dashed line. An absent panel stays empty.
 * @throws RangeError for more classes than there are colours, an unknown label, or a coordinate that is
 * not finite.
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, Figure 1.
 */
export function projectionPanels(
  document: Document,
  data: ProjectionPanelsData,
  { width = 800, scale = 'row' }: ProjectionPanelsOptions = {},
): SVGSVGElement {
  assertProjection(data);
  const wanted = data.columns.length;
  const grid = panelGrid({ width, wanted, left, right, gap, minimum: 105, maximum: 350 });
  const sizes: PointSizes =
    grid.frame < smallFrame ? { point: 1.9, template: 5 } : { point: 2.5, template: 6.5 };
  const domains = equalDomains(data, scale);
  const key = legend(document, projectionLegend(document, data, sizes.template), width);

  let y = key.height;
  const children: Node[] = [key.element];
  for (const [row, name] of data.rows.entries()) {
    const lowest = row === data.rows.length - 1;
    const drawn = drawRow(document, data, {
      name,
      lowest,
      y,
      width,
      grid,
      sizes,
      domain: domains[row]!,
    });
    children.push(...drawn.elements);
    y += drawn.height;
  }
  const notes = figureNotes(document, scaleNote(data, domains), { y: y + axisLabelHeight, width });

  return figureRoot(document, {
    title: `Activations of ${data.classes.map(({ name }) => name).join(', ')} on the plane through their templates`,
    description: data.panels.map((panel) => describePanel(data, panel)).join(' '),
    width,
    height: y + axisLabelHeight + notes.height,
    children: [...children, notes.element],
  });
}

interface RowLayout {
  readonly name: string;
  /** The last row carries the labels of the lower axes. */
  readonly lowest: boolean;
  readonly y: number;
  readonly width: number;
  readonly grid: PanelGrid;
  readonly sizes: PointSizes;
  readonly domain: SquareDomain;
}

/** One row of panels under its name, on several lines where they do not fit side by side. */
function drawRow(document: Document, data: ProjectionPanelsData, layout: RowLayout): TextBlock {
  const { name, lowest, y, width, grid, sizes, domain } = layout;
  const { columns } = data;
  const header = textBlock(document, name, {
    x: left,
    y: y + rowGap,
    width: width - left,
    size: fontSizes.title,
    bold: true,
  });
  const titles = columns.map((title, index) =>
    textBlock(document, title, {
      x: grid.columnX(index % grid.columns),
      y: 0,
      width: grid.frame,
      fill: paint('muted'),
    }),
  );
  const titleHeight = Math.max(...titles.map(({ height }) => height)) + titleGap;
  const lineHeight = titleHeight + grid.frame + tickHeight;
  const top = y + rowGap + header.height;
  const panels = columns.flatMap((column, index) => {
    const panel = data.panels.find((each) => each.row === name && each.column === column);
    const marks = [
      ...pointMarks(data, panel?.points ?? [], sizes.point),
      ...templateMarks(data, panel?.templates ?? [], sizes.template),
    ];
    const lineTop = top + Math.floor(index / grid.columns) * lineHeight;
    const title = titles[index]!;
    return [
      svgElement(
        document,
        'g',
        { transform: `translate(0,${lineTop + titleHeight - titleGap - title.height})` },
        title.elements,
      ),
      ...drawPanel(document, marks, {
        size: grid.frame,
        x: grid.columnX(index % grid.columns),
        y: lineTop + titleHeight,
        domain,
        name: `${name}, ${column}`,
        ticksOnLeft: index % grid.columns === 0,
        labelBelow: lowest && index + grid.columns >= columns.length,
      }),
    ];
  });
  const lines = Math.ceil(columns.length / grid.columns);
  return {
    elements: [...header.elements, ...panels],
    height: rowGap + header.height + lines * lineHeight,
  };
}

interface PanelLayout {
  readonly size: number;
  readonly x: number;
  readonly y: number;
  readonly domain: SquareDomain;
  readonly name: string;
  readonly ticksOnLeft: boolean;
  readonly labelBelow: boolean;
}

function drawPanel(
  document: Document,
  marks: readonly Markish[],
  { size, x, y, domain, name, ticksOnLeft, labelBelow }: PanelLayout,
): SVGElement[] {
  const panel = plotPanel(
    document,
    { x, y, width: size, height: size, name },
    {
      x: { domain: domain.x },
      y: { domain: domain.y },
      marks: [...axes(domain, size, ticksOnLeft), ...marks],
    },
  );
  const middle = size / 2;
  const leftLabel = { ...axisLabelStyle, x: 11, y: y + middle, rotate: -90 };
  const lowerLabel = { ...axisLabelStyle, x: x + middle, y: y + size + tickHeight + 11 };
  return [
    panel,
    ...(ticksOnLeft ? [svgText(document, 'plane coordinate 2', leftLabel)] : []),
    ...(labelBelow ? [svgText(document, 'plane coordinate 1', lowerLabel)] : []),
  ];
}

function axes(domain: SquareDomain, size: number, ticksOnLeft: boolean): Markish[] {
  const options = { pixels: size, most: size < smallFrame ? 5 : 10, margin: 0.03 };
  const [x, y] = [niceTicks(domain.x, options), niceTicks(domain.y, options)];
  return [
    gridX({ ...gridStyle, ticks: x.values }),
    gridY({ ...gridStyle, ticks: y.values }),
    frame({ stroke: paint('rule') }),
    axisX({ ...axisStyle, anchor: 'bottom', ticks: x.values, tickFormat: x.format }),
    ...(ticksOnLeft
      ? [axisY({ ...axisStyle, anchor: 'left', ticks: y.values, tickFormat: y.format })]
      : []),
  ];
}

function scaleNote(data: ProjectionPanelsData, domains: readonly SquareDomain[]): string {
  const equal = 'Units are those of the activations, equally long on both axes';
  const sides = domains.map(({ x }) => x[1] - x[0]);
  const [largest, smallest] = [Math.max(...sides), Math.min(...sides)];
  if (largest / smallest < 1.005) return `${equal} and in all panels.`;
  const [coarse, fine] = [data.rows[sides.indexOf(largest)]!, data.rows[sides.indexOf(smallest)]!];
  const ratio = (largest / smallest).toPrecision(2);
  return `${equal} and in all panels of a row. Rows differ: “${fine}” is drawn ${ratio} times larger than “${coarse}”.`;
}
