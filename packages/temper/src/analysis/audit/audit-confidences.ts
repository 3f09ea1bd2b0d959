import { accuracy, type TopLabelConfidences } from '../calibration/index.ts';
import type { AuditOptions } from './audit.ts';
import { auditNotes } from './audit-notes.ts';
import type { AuditResult } from './audit-predictions.ts';
import { measureCalibration } from './measure-calibration.ts';
import { measureDecomposition } from './measure-decomposition.ts';
import { measureSelection } from './measure-selection.ts';

/**
 * Audits a classifier of which only the confidences are known: what needs the scores of all classes is
 * null.
 * @throws ShapeError if there is no example or counts differ; ValueRangeError for a confidence outside
 * [0, 1]; ConfigError for a convention of two classes.
 */
export function auditConfidences(
  examples: TopLabelConfidences,
  { convention = 'temper', numBins, bootstrap = 200, seed = 0 }: AuditOptions = {},
): AuditResult {
  const calibration = measureCalibration(examples, {
    convention,
    numBins,
    of: 'predicted class',
    bootstrap,
    seed,
  });
  const selection = measureSelection(
    { scores: examples.confidences, correct: examples.correct, parts: null },
    { bootstrap, seed },
  );
  const share = accuracy(examples.correct);
  return {
    audit: {
      input: 'confidences',
      n: examples.confidences.length,
      classes: null,
      accuracy: share.mean,
      nll: null,
      brier: null,
      interval: { accuracy: share.interval, nll: null, brier: null },
      calibration: { ...calibration, classwiseMean: null, classwiseSum: null },
      decomposition: measureDecomposition(examples, null),
      temperatureScaling: null,
      selective: selection.figures,
      smoothing: null,
      notes: auditNotes({ unseen: null, calibration, scaling: null, raised: 0 }),
    },
    examples,
    binned: examples,
    classwise: null,
    classDiagram: null,
    scaling: null,
    selection: selection.risk,
  };
}
