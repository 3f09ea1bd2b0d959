import { describe, expect, test } from 'vitest';
import { randomPredictions } from '../../../test/support/analysis.ts';
import type { Predictions } from '../calibration/index.ts';
import { auditConfidences } from './audit-confidences.ts';
import { auditPredictions, type AuditResult } from './audit-predictions.ts';
import { compareAudits } from './compare-audits.ts';

const predictions = randomPredictions(2, { count: 500, numClasses: 5, advantage: 2 });

function auditOf({ logits, labels }: Predictions): AuditResult {
  return auditPredictions({ kind: 'logits', scores: logits, labels }, { bootstrap: 20 });
}

/** The same model, six times as sure: with an advantage of 2, twice as sure would be right. */
function sharpened({ logits, labels }: Predictions): Predictions {
  const data = Float64Array.from(logits.data, (value) => 6 * value);
  return { logits: { ...logits, dtype: 'float64', data }, labels };
}

describe('compareAudits', () => {
  test('a model less itself is 0, with no width', () => {
    const audit = auditOf(predictions);
    for (const figure of Object.values(compareAudits(audit, audit))) {
      expect(figure).toMatchObject({ difference: 0, interval: { lower: 0, upper: 0 } });
    }
  });

  test('differences are those of the figures, and sharper logits leave accuracy alone', () => {
    const [sharp, plain] = [auditOf(sharpened(predictions)), auditOf(predictions)];
    const { accuracy, nll, brier, ece } = compareAudits(sharp, plain);
    expect(accuracy).toMatchObject({ difference: 0, interval: { lower: 0, upper: 0 } });
    expect(nll!.difference).toBeCloseTo(sharp.audit.nll! - plain.audit.nll!, 12);
    expect(brier!.difference).toBeCloseTo(sharp.audit.brier! - plain.audit.brier!, 12);
    expect(ece!.difference).toBeCloseTo(
      sharp.audit.calibration.ece - plain.audit.calibration.ece,
      12,
    );
    expect(nll!.interval!.lower).toBeGreaterThan(0);
  });

  test('figures that one side does not have are null', () => {
    const full = auditOf(predictions);
    const { confidences, correct } = full.examples;
    const { nll, brier, ece } = compareAudits(auditConfidences({ confidences, correct }), full, {
      bootstrap: 0,
    });
    expect([nll, brier]).toEqual([null, null]);
    expect(ece).toEqual({ difference: 0, interval: null });
  });

  test('other numbers of examples are refused', () => {
    expect(() => compareAudits(auditOf(predictions), auditOf(randomPredictions(1)))).toThrow(
      'compareAudits: expected two audits of the same examples, got 500 and 60 of them',
    );
  });
});
