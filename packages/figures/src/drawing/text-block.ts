import { svgText, type LineOptions } from './svg-element.ts';
import { fontSizes } from './theme.ts';
import { wrapText } from './text-layout.ts';

/** Lines of text that stand together. */
export interface TextBlock {
  readonly elements: readonly SVGElement[];
  /** Pixels from the top of the first line to the bottom of the last. */
  readonly height: number;
}

/** Where a block stands and how it is set; `y` is its top. */
export interface TextBlockOptions extends LineOptions {
  readonly width: number;
}

/** Height of a line of text in pixels. */
export function lineHeightOf(size: number): number {
  return size + 4;
}

/** Text wrapped to a width. Empty text takes no room. */
export function textBlock(
  document: Document,
  text: string,
  { width, y, ...options }: TextBlockOptions,
): TextBlock {
  const { size = fontSizes.body } = options;
  const lineHeight = lineHeightOf(size);
  const lines = text === '' ? [] : wrapText(text, width, options);
  return {
    // Letters without descenders look centred on their line with the baseline 0.35 em below its middle.
    elements: lines.map((line, index) =>
      svgText(document, line, { ...options, y: y + (index + 0.5) * lineHeight + size * 0.35 }),
    ),
    height: lines.length * lineHeight,
  };
}
