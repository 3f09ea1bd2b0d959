import { dot } from '@observablehq/plot';
import { plotPanel } from './panel.ts';
import { svgElement } from './svg-element.ts';
import { fontSizes, type seriesSymbols } from './theme.ts';
import { lineHeightOf, textBlock } from './text-block.ts';
import { textWidth } from './text-layout.ts';

/** One entry of a legend: a small drawing centred on (0, 0), and what it stands for. */
export interface LegendItem {
  readonly swatch: SVGElement;
  /** Width of the drawing in pixels. */
  readonly swatchWidth: number;
  readonly text: string;
}

const swatchGap = 6;
const itemGap = 20;

/**
 * Sets legend entries from left to right, breaking into lines at `width`; an entry longer than a line wraps.
 * `height` is what they took.
 */
export function legend(
  document: Document,
  items: readonly LegendItem[],
  width: number,
): { readonly element: SVGElement; readonly height: number } {
  let [x, y, lineBottom] = [0, 0, 0];
  const children = items.flatMap(({ swatch, swatchWidth, text }) => {
    const indent = swatchWidth + swatchGap;
    const textRoom = Math.min(textWidth(text), width - indent);
    if (x > 0 && x + indent + textRoom > width) [x, y] = [0, lineBottom];
    const block = textBlock(document, text, { x: x + indent, y: y + 2, width: textRoom + 0.5 });
    const middle = y + 2 + lineHeightOf(fontSizes.body) / 2;
    const place = `translate(${(x + swatchWidth / 2).toFixed(1)},${middle})`;
    lineBottom = Math.max(lineBottom, y + block.height + 4);
    x += indent + textRoom + itemGap;
    return [svgElement(document, 'g', { transform: place }, [swatch]), ...block.elements];
  });
  return {
    element: svgElement(document, 'g', { class: 'figure-legend' }, children),
    height: lineBottom,
  };
}

/** How {@link symbolSwatch} paints a point. */
export interface SymbolStyle {
  readonly symbol: (typeof seriesSymbols)[number];
  readonly radius: number;
  readonly fill: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
}

/** A point of a plot as a legend drawing, drawn by the same code as the points themselves. */
export function symbolSwatch(document: Document, style: SymbolStyle): SVGElement {
  const { radius, ...marks } = style;
  return plotPanel(
    document,
    { x: 0, y: 0, width: 1, height: 1, name: 'legend' },
    {
      x: { domain: [0, 1] },
      y: { domain: [1, 0] },
      marks: [dot([[0, 0]], { ...marks, r: radius })],
    },
  );
}

/** A short piece of line as a legend drawing. */
export function lineSwatch(
  document: Document,
  style: {
    readonly stroke: string;
    readonly strokeWidth: number;
    readonly dash?: string;
    readonly length: number;
  },
): SVGElement {
  const { stroke, strokeWidth, dash, length } = style;
  return svgElement(document, 'line', {
    x1: -length / 2,
    x2: length / 2,
    y1: 0,
    y2: 0,
    stroke,
    'stroke-width': strokeWidth,
    ...(dash !== undefined && { 'stroke-dasharray': dash }),
  });
}
