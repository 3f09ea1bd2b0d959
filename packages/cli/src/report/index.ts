export {
  curvesFigure,
  EXAMPLES_PER_CLASS,
  gapFigure,
  projectionFigure,
  reliabilityFigure,
  type ShownTraining,
} from './model-figures.ts';
export { renderFigure } from './render-figure.ts';
export type {
  Download,
  ReportContent,
  ReportFigure,
  ReportSection,
  ReportTable,
} from './report-content.ts';
export { reportPage } from './report-page.ts';
export { tableCsv } from './table-csv.ts';
export { writeTrialReport } from './trial-report.ts';
export { writeFigures } from './write-figures.ts';
