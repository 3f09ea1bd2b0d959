import { plot, type PlotOptions } from '@observablehq/plot';
import { fontSizes, paint } from './theme.ts';
import { svgElement } from './svg-element.ts';

/** Where the frame of a panel stands in its figure, in pixels; axes are drawn outside of it. */
export interface PanelFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** For anyone who looks at the markup. */
  readonly name: string;
}

/** Scales and marks of a panel. */
export type PanelContent = Pick<PlotOptions, 'x' | 'y' | 'marks'>;

/** Room around the frame for tick labels; nothing is cut off there. */
const margin = 60;

/**
 * Draws a plot as a group of a larger figure. Plot's own style sheet goes (the figure's root carries what
 * is needed, and renderers without CSS must agree), and coordinates are cut to two decimals, which is
 * finer than any screen and a third of the size.
 */
export function plotPanel(
  document: Document,
  { x, y, width, height, name }: PanelFrame,
  content: PanelContent,
): SVGElement {
  const drawn = plot({
    document,
    width: width + 2 * margin,
    height: height + 2 * margin,
    margin,
    axis: null,
    ...content,
  });
  const children = [...drawn.childNodes].filter(
    (child) => child.nodeName.toLowerCase() !== 'style',
  );
  for (const child of children) tidy(child as Element);
  return svgElement(
    document,
    'g',
    {
      class: 'figure-panel',
      'data-panel': name,
      transform: `translate(${Math.round(x) - margin},${Math.round(y) - margin})`,
      'font-size': fontSizes.small,
      'text-anchor': 'middle',
      fill: paint('ink'),
    },
    children,
  );
}

/** Rounds coordinates and takes off the labels of single marks, since the figure as a whole is one image. */
function tidy(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (name.startsWith('aria-')) element.removeAttribute(name);
    if (name.startsWith('aria-') || name === 'fill' || name === 'stroke') continue;
    const rounded = value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
      String(Number(Number(number).toFixed(2))),
    );
    if (rounded !== value) element.setAttribute(name, rounded);
  }
  for (const child of element.children) tidy(child);
}
