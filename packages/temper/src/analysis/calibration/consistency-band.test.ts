import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { consistencyBand } from './consistency-band.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

describe('consistencyBand', () => {
  test('by hand: four predictions at ½, one at 1', () => {
    const predictions = {
      confidences: Float64Array.of(0.5, 0.5, 1, 0.5, 0.5),
      correct: Uint8Array.of(1, 0, 1, 0, 0),
    };
    // Binomial(4, ½): P(0) = 1/16, so a 95% interval holds 0 to 4, an 80% one 1 to 3.
    expect(consistencyBand(predictions, { numBins: 4 })).toEqual({
      method: 'poisson-binomial',
      convention: 'temper',
      level: 0.95,
      bins: [null, { lower: 0, upper: 1 }, null, { lower: 1, upper: 1 }],
    });
    const { bins } = consistencyBand(predictions, { numBins: 4, level: 0.8 });
    expect(bins[1]).toEqual({ lower: 0.25, upper: 0.75 });
  });

  test('holds the accuracy of a calibrated model in about 95 of 100 bins, and not less (model-diagnostics 5)', () => {
    const rng = Rng.fromSeed(21);
    let [inside, total] = [0, 0];
    for (let repeat = 0; repeat < 40; repeat++) {
      const confidences = Float64Array.from({ length: 300 }, () => rng.uniform());
      const correct = Uint8Array.from(confidences, (c) => (rng.uniform() < c ? 1 : 0));
      const band = consistencyBand({ confidences, correct }).bins;
      reliabilityDiagram({ confidences, correct }).bins.forEach(({ accuracy }, b) => {
        const interval = band[b];
        if (accuracy === null || !interval) return;
        total += 1;
        if (accuracy >= interval.lower && accuracy <= interval.upper) inside += 1;
      });
    }
    expect(total).toBe(600);
    // Five standard errors of 600 draws are 0.045; whole numbers make the intervals a little too wide.
    expect(inside / total).toBeGreaterThan(0.95 - 0.045);
    expect(inside / total).toBeLessThan(1);
  });

  test('over-confident predictions leave it', () => {
    const confidences = new Float64Array(200).fill(0.9);
    const correct = Uint8Array.from(confidences, (_, n) => (n < 150 ? 1 : 0));
    const band = consistencyBand({ confidences, correct }).bins.find(
      (interval) => interval !== null,
    );
    // 0.9 ± 1.96·√(0.09/200), to the nearest hit.
    expect(Math.abs(band!.lower - 0.858)).toBeLessThan(0.005);
    expect(Math.abs(band!.upper - 0.942)).toBeLessThan(0.005);
  });

  test('levels outside (0, 1) are refused', () => {
    const one = { confidences: Float64Array.of(1), correct: Uint8Array.of(1) };
    expect(() => consistencyBand(one, { level: 1 })).toThrow('level in (0, 1), got 1');
  });
});
