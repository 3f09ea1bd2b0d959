export { renderFigure, type FigureSource } from './render-figure.ts';
export type { ReportContent, ReportFigure, ReportTable } from './report-content.ts';
export { reportPage } from './report-page.ts';
export { writeFigures } from './write-figures.ts';
