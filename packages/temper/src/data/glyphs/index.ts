export { GLYPH_NAMES, SIMILAR_GLYPHS } from './characters.ts';
export { drawGlyph } from './glyph.ts';
export { GLYPH_SIZE } from './raster.ts';
