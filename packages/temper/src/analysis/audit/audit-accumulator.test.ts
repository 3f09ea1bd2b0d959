import { describe, expect, it, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import type { Audit, AuditOptions } from './audit.ts';
import { AuditAccumulator, type AuditBlock } from './audit-accumulator.ts';
import { auditConfidences } from './audit-confidences.ts';
import { type AuditedPredictions, auditPredictions } from './audit-predictions.ts';

const COUNT = 500;

function scored(kind: AuditedPredictions['kind'], numClasses: number): AuditedPredictions {
  const rng = Rng.fromSeed(3);
  const scores = Float32Array.from({ length: COUNT * numClasses }, () => 2 * rng.normal());
  const labels = Int32Array.from({ length: COUNT }, () => rng.integer(numClasses));
  // The label's logit is larger, so that a temperature can be told.
  labels.forEach((label, n) => (scores[n * numClasses + label]! += 1));
  if (kind === 'probabilities') {
    for (let start = 0; start < scores.length; start += numClasses) {
      const row = scores.subarray(start, start + numClasses);
      row.set(row.map(Math.exp));
      // The first rows are certain, so that probabilities of 0 are met.
      if (start < 20) row.fill(0, 1);
      const sum = row.reduce((total, value) => total + value, 0);
      row.set(row.map((value) => value / sum));
    }
  }
  return { kind, scores: hostTensor('float32', [COUNT, numClasses], scores), labels };
}

function slice({ kind, scores, labels }: AuditedPredictions, from: number, to: number): AuditBlock {
  const width = scores.shape[1]!;
  const data = Float32Array.from(scores.data.subarray(from * width, to * width));
  return {
    kind,
    scores: hostTensor('float32', [data.length / width, width], data),
    labels: labels.slice(from, to),
  };
}

/** The figures that both ways of auditing give, in one flat list of named numbers. */
function figuresOf(audit: Audit): Record<string, unknown> {
  const { n, classes, accuracy, nll, brier, interval, calibration } = audit;
  const { ece, rms, mce, unweighted, classwiseMean, classwiseSum, of, bins } = calibration;
  return {
    counts: { n, classes, of, bins, convention: calibration.convention },
    figures: { accuracy, nll, brier, ece, rms, mce, unweighted, classwiseMean, classwiseSum },
    interval: [interval.accuracy, interval.nll, interval.brier],
    diagram: calibration.diagram,
  };
}

/** Equal but for the last digits of sums that were added up in another order. */
function expectSame(got: unknown, wanted: unknown, where = ''): void {
  if (typeof wanted === 'number' && typeof got === 'number') {
    expect(Math.abs(got - wanted), `${where}: ${got} and ${wanted}`).toBeLessThanOrEqual(1e-12);
  } else if (typeof wanted === 'object' && wanted !== null) {
    expect(Object.keys(got as object), where).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted)) {
      expectSame((got as Record<string, unknown>)[key], value, `${where}.${key}`);
    }
  } else expect(got, where).toEqual(wanted);
}

describe('AuditAccumulator', () => {
  test.each<[string, AuditedPredictions, AuditOptions]>([
    ['logits', scored('logits', 4), {}],
    ['logits under guo with 10 bins', scored('logits', 4), { convention: 'guo', numBins: 10 }],
    ['probabilities', scored('probabilities', 3), {}],
    ['two classes', scored('logits', 2), {}],
    ['class 1 of two classes', scored('logits', 2), { binary: true }],
    ['a convention of two classes', scored('logits', 2), { convention: 'sklearn' }],
  ])('gives the figures of auditPredictions, merged in any order: %s', (_, whole, options) => {
    const classes = whole.scores.shape[1]!;
    const parts = [0, 1, 130, 131, 350, COUNT].slice(1).map((to, i) => {
      const part = new AuditAccumulator({ input: whole.kind, classes, ...options });
      part.add(slice(whole, [0, 1, 130, 131, 350][i]!, to));
      return part;
    });
    const expected = auditPredictions(whole, { ...options, bootstrap: 0 }).audit;
    for (const order of [
      [0, 1, 2, 3, 4],
      [3, 0, 4, 2, 1],
    ]) {
      const merged = new AuditAccumulator({ input: whole.kind, classes, ...options });
      for (const i of order) merged.merge(parts[i]!);
      const audit = merged.audit();
      expectSame(figuresOf(audit), figuresOf(expected));
      for (const errors of audit.calibration.conventions) {
        const same = expected.calibration.conventions.find(
          ({ convention }) => convention === errors.convention,
        );
        expectSame(errors, same);
      }
      expect(audit.calibration.conventions.map(({ convention }) => convention)).not.toContain(
        'kumar',
      );
      // One note more says what is left out; one says nothing of the temperature.
      expect(audit.notes.slice(0, -1)).toEqual(
        expected.notes.filter((note) => !note.includes('temperature')),
      );
    }
  });

  it('gives the figures of auditConfidences', () => {
    const rng = Rng.fromSeed(5);
    const confidences = Float64Array.from({ length: COUNT }, () => rng.uniform());
    const correct = Uint8Array.from(confidences, (p) => (rng.uniform() < p ? 1 : 0));
    const accumulator = new AuditAccumulator({ input: 'confidences', classes: null });
    for (const [from, to] of [
      [0, 77],
      [77, COUNT],
    ] as const) {
      accumulator.add({
        kind: 'confidences',
        confidences: confidences.slice(from, to),
        correct: correct.slice(from, to),
      });
    }
    const expected = auditConfidences({ confidences, correct }, { bootstrap: 0 }).audit;
    expectSame(figuresOf(accumulator.audit()), figuresOf(expected));
  });

  it('says what needs every confidence at once, and names classes never seen', () => {
    const accumulator = new AuditAccumulator({ input: 'logits', classes: 4 });
    const { scores, labels } = scored('logits', 4);
    accumulator.add({ kind: 'logits', scores, labels: labels.map((label) => label % 2) });
    const { calibration, decomposition, selective, notes } = accumulator.audit();
    expect([calibration.debiasedL2, calibration.smece, calibration.smeceBandwidth]).toEqual([
      null,
      null,
      null,
    ]);
    expect([calibration.test, decomposition, selective]).toEqual([null, null, null]);
    expect(notes[0]).toContain('No example has label 2, 3');
    expect(notes[1]).toContain('smECE, debiased errors');
  });

  it('refuses what does not belong together', () => {
    const accumulator = new AuditAccumulator({ input: 'logits', classes: 4 });
    expect(() => {
      accumulator.add(scored('logits', 3));
    }).toThrow('expected logits of 4 classes, got logits of 3 classes');
    expect(() => {
      accumulator.add(scored('probabilities', 4));
    }).toThrow('got probabilities of 4 classes');
    expect(() => {
      accumulator.merge(new AuditAccumulator({ input: 'logits', classes: 5 }));
    }).toThrow('got logits of 5 classes');
    expect(() => {
      accumulator.merge(new AuditAccumulator({ input: 'logits', classes: 4, numBins: 3 }));
    }).toThrow('expected an accumulator of 15 bins');
    expect(() => accumulator.audit()).toThrow('at least one prediction, got none');
    expect(() => new AuditAccumulator({ input: 'logits', classes: 1 })).toThrow(
      'at least 2 classes for logits, got 1',
    );
    expect(
      () => new AuditAccumulator({ input: 'logits', classes: 3, convention: 'kumar' }),
    ).toThrow('expected a convention with fixed edges, got kumar');
    expect(
      () => new AuditAccumulator({ input: 'logits', classes: 3, convention: 'sklearn' }),
    ).toThrow('expected one for the predicted class, got sklearn');
  });
});
