import { fontSizes, inlineFont, paint } from './theme.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Makes one SVG element; numbers are written with at most two decimals. */
export function svgElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (Node | string)[] = [],
): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(
      key,
      typeof value === 'number' ? String(roundToPixelHundredth(value)) : value,
    );
  }
  for (const child of children) {
    element.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
  return element;
}

function roundToPixelHundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

/** How {@link svgText} sets its line. */
export interface LineOptions {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly rotate?: number;
  readonly className?: string;
}

/** One line of text. */
export function svgText(document: Document, text: string, options: LineOptions): SVGElement {
  const {
    x,
    y,
    size = fontSizes.body,
    bold = false,
    fill = paint('ink'),
    anchor = 'start',
  } = options;
  const { rotate, className } = options;
  return svgElement(
    document,
    'text',
    {
      x,
      y,
      fill,
      'font-size': size,
      'text-anchor': anchor,
      ...(bold && { 'font-weight': 'bold' }),
      ...(rotate !== undefined && { transform: `rotate(${rotate} ${x} ${y})` }),
      ...(className !== undefined && { class: className }),
    },
    [text],
  );
}

/** What a finished figure consists of. */
export interface FigureParts {
  /** What the figure shows, in a few words, without a full stop. */
  readonly title: string;
  /** What is to be seen in it, in sentences, for readers who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly children: readonly Node[];
}

/**
 * The root of a figure: an image with its finding in words, that shrinks with the page.
 * The words are an `aria-label` rather than a `<title>`, which browsers would show as a tooltip everywhere.
 */
export function figureRoot(document: Document, parts: FigureParts): SVGSVGElement {
  const { title, description, width, children } = parts;
  const height = Math.ceil(parts.height);
  return svgElement(
    document,
    'svg',
    {
      class: 'figure',
      role: 'img',
      'aria-label': `${title}. ${description}`,
      'data-title': title,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': inlineFont,
      'font-size': fontSizes.body,
      fill: paint('ink'),
      color: paint('ink'),
      style: 'max-width:100%;height:auto',
    },
    [svgElement(document, 'desc', {}, [description]), ...children],
  ) as SVGSVGElement;
}
