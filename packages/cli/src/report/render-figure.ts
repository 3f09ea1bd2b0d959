import { standaloneSvg, svgMarkup } from '@temper/figures';
import { renderPng } from './render-png.ts';
import type { ReportFigure } from './report-content.ts';
import { makeSvgDocument } from './svg-document.ts';

/** A picture to be made: its name, its words, what it shows, and how it is drawn at a given width. */
export interface FigureSource {
  /** Lower-case letters, digits and hyphens; names its anchor and its files. */
  readonly id: string;
  readonly caption: string;
  /** What the picture shows, offered beside it as JSON. */
  readonly data: unknown;
  readonly draw: (document: Document, options: { readonly width: number }) => SVGSVGElement;
}

/** Natural widths in pixels: a little less than the report's column, which so enlarges the text; and a phone of 360 pixels less its margins. */
const widths = { wide: 760, narrow: 328 } as const;

/**
 * Makes everything of a picture that a report or a folder needs: both layouts for the page, and as
 * downloads the wide one as SVG and PNG (light) and the data.
 * @throws RangeError if the id could not name a file.
 */
export function renderFigure({ id, caption, data, draw }: FigureSource): ReportFigure {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new RangeError(
      `renderFigure: expected an id of lower-case letters, digits and hyphens, got "${id}"`,
    );
  }
  const document = makeSvgDocument();
  const wide = draw(document, { width: widths.wide });
  const svg = standaloneSvg(wide, { scheme: 'light' });
  return {
    id,
    caption,
    svgWide: svgMarkup(wide),
    svgNarrow: svgMarkup(draw(document, { width: widths.narrow })),
    downloads: [
      { label: 'SVG', fileName: `${id}.svg`, mediaType: 'image/svg+xml', data: svg },
      { label: 'PNG', fileName: `${id}.png`, mediaType: 'image/png', data: renderPng(svg) },
      {
        label: 'JSON',
        fileName: `${id}.json`,
        mediaType: 'application/json',
        data: `${JSON.stringify(data)}\n`,
      },
    ],
  };
}
