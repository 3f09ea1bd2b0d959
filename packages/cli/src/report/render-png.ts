import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';

const fontFamily = 'DejaVu Sans';
const require = createRequire(import.meta.url);
const fontFiles = [
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

/** How {@link renderPng} draws. */
export interface RenderPngOptions {
  /** Pixels of the image per pixel of the drawing. Default 2, for sharp text on any screen. */
  readonly scale?: number;
}

/**
 * Draws a stand-alone SVG as PNG. Fonts come from the installed package and never from the system, so that
 * a machine without fonts draws the same image.
 * @param svg - As made by `standaloneSvg`: concrete colours, no style sheet.
 */
export function renderPng(svg: string, { scale = 2 }: RenderPngOptions = {}): Uint8Array {
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles,
      defaultFontFamily: fontFamily,
      sansSerifFamily: fontFamily,
    },
  });
  return resvg.render().asPng();
}
