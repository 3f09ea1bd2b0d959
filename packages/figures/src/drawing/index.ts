export { axisLabelStyle, axisStyle, extent, gridStyle, writePercent } from './axis-style.ts';
export { legend, lineSwatch, symbolSwatch, type LegendItem } from './legend.ts';
export { panelGrid, type PanelGrid } from './panel-grid.ts';
export { plotPanel } from './panel.ts';
export { figureNotes } from './figure-notes.ts';
export { figureRoot, svgElement, svgText } from './svg-element.ts';
export { escapeMarkup, standaloneSvg, svgMarkup } from './svg-markup.ts';
export { textBlock, type TextBlock } from './text-block.ts';
export { spreadLabels, textWidth } from './text-layout.ts';
export { niceTicks } from './ticks.ts';
export {
  figureVariables,
  fontSizes,
  maxSeries,
  paint,
  seriesPaint,
  seriesSymbols,
  type Scheme,
} from './theme.ts';
