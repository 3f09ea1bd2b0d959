import { svgElement } from './svg-element.ts';
import { textBlock } from './text-block.ts';
import { fontSizes, paint } from './theme.ts';

const space = 18;

/** Remarks below the panels, wrapped to the figure's width; `height` includes the space before them. */
export function figureNotes(
  document: Document,
  text: string,
  { y, width }: { readonly y: number; readonly width: number },
): { readonly element: SVGElement; readonly height: number } {
  const style = { x: 0, y: y + space, width, size: fontSizes.small, fill: paint('muted') };
  const { elements, height } = textBlock(document, text, style);
  return {
    element: svgElement(document, 'g', { class: 'figure-notes' }, elements),
    height: space + height,
  };
}
