import {
  axisLabelStyle,
  figureNotes,
  figureRoot,
  fontSizes,
  legend,
  panelGrid,
  plotPanel,
  svgElement,
  svgText,
  textBlock,
  type TextBlock,
} from './drawing/index.ts';
import {
  bandBoxes,
  describeCalibrationError,
  describeReliability,
  filledBins,
  type ReliabilityData,
  type ReliabilityPanel,
} from './reliability-data.ts';
import { countMarks, diagramMarks, reliabilityLegend } from './reliability-marks.ts';

/** How {@link reliabilityDiagram} draws. */
export interface ReliabilityDiagramOptions {
  /** Natural width in pixels; panels wrap when it is small. Default 800. */
  readonly width?: number;
}

const left = 46;
const right = 10;
const gap = 20;
const headingGap = 6;
const diagramGap = 10;
const countsHeight = 48;
const axisHeight = 40;
const panelGap = 12;

/**
 * Reliability diagrams: in every bin the accuracy against the mean confidence, joined to the diagonal by the
 * gap that the calibration error averages, with the number of examples beneath.
 *
 * Empty bins have no mark. Counts are drawn on a logarithmic scale from 0.5, so that a bin of one example
 * shows beside one of fifty thousand. Where a panel has a consistency band, bins that leave it speak against
 * calibration.
 * @throws RangeError if a bin with examples lacks a confidence or accuracy in [0, 1], or a band does not fit.
 * References: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, Figure 1.
 */
export function reliabilityDiagram(
  document: Document,
  data: ReliabilityData,
  { width = 800 }: ReliabilityDiagramOptions = {},
): SVGSVGElement {
  const { panels } = data;
  const wanted = panels.length;
  const grid = panelGrid({ width, wanted, left, right, gap, minimum: 120, maximum: 260 });
  const headings = panels.map((panel) => heading(document, panel, grid.frame));
  const headingHeight = Math.max(0, ...headings.map(({ height }) => height)) + headingGap;
  const panelHeight =
    headingHeight + grid.frame + diagramGap + countsHeight + axisHeight + panelGap;
  const key = legend(
    document,
    reliabilityLegend(document, panels.find(({ band }) => band)?.band?.level),
    width,
  );
  const counts = panels.flatMap(({ diagram }) => diagram.bins.map(({ count }) => count));

  const drawn = panels.flatMap((panel, index) => {
    const x = grid.columnX(index % grid.columns);
    const top =
      key.height + panelGap + Math.floor(index / grid.columns) * panelHeight + headingHeight;
    const { elements, height } = headings[index]!;
    const place = `translate(${x},${top - headingGap - height})`;
    return [
      svgElement(document, 'g', { transform: place }, elements),
      ...drawPanel(document, panel, {
        x,
        top,
        size: grid.frame,
        labelled: index % grid.columns === 0,
        mostExamples: Math.max(1, ...counts),
      }),
    ];
  });
  const bottom = key.height + Math.ceil(panels.length / grid.columns) * panelHeight;
  const note = `${data.convention}. Lower panels: examples per bin, logarithmic scale.`;
  const notes = figureNotes(document, note, { y: bottom, width });
  return figureRoot(document, {
    title: `Reliability of ${panels.map(({ name }) => name).join('; ')}`,
    description: `${panels.map(describeReliability).join(' ')} ${data.convention}.`,
    width,
    height: bottom + notes.height,
    children: [key.element, ...drawn, notes.element],
  });
}

/** The model's name and its calibration error, from (0, 0) down. */
function heading(document: Document, panel: ReliabilityPanel, width: number): TextBlock {
  const name = textBlock(document, panel.name, { x: 0, y: 0, width, bold: true });
  const error = textBlock(document, describeCalibrationError(panel), {
    x: 0,
    y: name.height,
    width,
    size: fontSizes.small,
  });
  return {
    elements: [...name.elements, ...error.elements],
    height: name.height + error.height,
  };
}

interface PanelLayout {
  readonly x: number;
  readonly top: number;
  readonly size: number;
  /** Stands first in its line and carries the labels of the left axes. */
  readonly labelled: boolean;
  readonly mostExamples: number;
}

function drawPanel(document: Document, panel: ReliabilityPanel, layout: PanelLayout): SVGElement[] {
  const { x, top, size, labelled, mostExamples } = layout;
  const { name } = panel;
  const bins = filledBins(panel);
  const unit = { domain: [0, 1] } as const;
  const countsTop = top + size + diagramGap;
  const countsMiddle = countsTop + countsHeight / 2;
  const leftLabel = { ...axisLabelStyle, x: 11, rotate: -90 };
  return [
    plotPanel(
      document,
      { x, y: top, width: size, height: size, name },
      { x: unit, y: unit, marks: diagramMarks(bins, bandBoxes(panel), { size, labelled }) },
    ),
    plotPanel(
      document,
      { x, y: countsTop, width: size, height: countsHeight, name: `${name}, examples` },
      {
        x: unit,
        y: { type: 'log', domain: [0.5, mostExamples * 1.5] },
        marks: countMarks(bins, { size, labelled, mostExamples }),
      },
    ),
    svgText(document, 'confidence', {
      ...axisLabelStyle,
      x: x + size / 2,
      y: countsTop + countsHeight + axisHeight - 8,
    }),
    ...(labelled
      ? [
          svgText(document, 'accuracy', { ...leftLabel, y: top + size / 2 }),
          svgText(document, 'examples', { ...leftLabel, y: countsMiddle }),
        ]
      : []),
  ];
}
