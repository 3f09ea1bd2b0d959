import {
  curvesFigure,
  EXAMPLES_PER_CLASS,
  gapFigure,
  projectionFigure,
  reliabilityFigure,
  renderFigure,
  type ReportFigure,
} from '../report/index.ts';
import type { TourPair } from './finding.ts';

/** The pictures of the tour's report. */
export interface TourFigures {
  readonly projection: ReportFigure;
  readonly reliability: ReportFigure;
  readonly gap: ReportFigure;
  readonly curves: ReportFigure;
}

/** Draws the tour's pictures. */
export function tourFigures({ hard, smoothed }: TourPair): TourFigures {
  const models = [hard, smoothed];
  const { classNames, triple } = hard.result;
  const [a, b, c] = triple.map((label) => classNames[label]!);
  return {
    projection: renderFigure(
      projectionFigure(models, {
        id: 'projection',
        caption: `Penultimate activations on the plane through the templates of ${a}, ${b} (alike by design) and ${c}. Up to ${EXAMPLES_PER_CLASS} examples of each class; large marks are the templates.`,
        classNames,
        triple,
      }),
    ),
    reliability: renderFigure(reliabilityFigure(models)),
    gap: renderFigure(gapFigure(models)),
    curves: renderFigure(
      curvesFigure(models, {
        id: 'training',
        caption: 'Both models over training, measured after each epoch.',
      }),
    ),
  };
}
