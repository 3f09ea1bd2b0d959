import { describe, expect, test } from 'vitest';
import { Rng } from '../../base/index.ts';
import { BinnedAccumulator } from './binned-accumulator.ts';
import { CONVENTIONS } from './binning/index.ts';
import { expectedCalibrationError, rootMeanSquareCalibrationError } from './calibration-error.ts';
import type { TopLabelConfidences } from './predictions.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

const streamed = Object.values(CONVENTIONS).filter(({ fixedBins }) => fixedBins !== null);

/** Half tied at tenths, exact zeros and ones among them. */
function mixedConfidences(count: number): TopLabelConfidences {
  const rng = Rng.fromSeed(4);
  const confidences = Float64Array.from({ length: count }, () =>
    rng.uniform() < 0.5 ? rng.integer(11) / 10 : rng.uniform(),
  );
  return { confidences, correct: Uint8Array.from(confidences, (c) => +(rng.uniform() < c)) };
}

function part({ confidences, correct }: TopLabelConfidences, start: number, end: number) {
  return { confidences: confidences.subarray(start, end), correct: correct.subarray(start, end) };
}

describe('BinnedAccumulator', () => {
  test.each(streamed)('$name: a stream gives the diagram of the whole, to the bit', ({ name }) => {
    const predictions = mixedConfidences(3000);
    const accumulator = new BinnedAccumulator({ binning: name, numBins: 10 });
    accumulator.addAll(predictions);
    expect(accumulator.diagram()).toEqual(
      reliabilityDiagram(predictions, { binning: name, numBins: 10 }),
    );
  });

  test('merged parts of a million examples agree with one pass to 1e-15', () => {
    const predictions = mixedConfidences(1_000_000);
    const whole = new BinnedAccumulator();
    whole.addAll(predictions);
    const merged = new BinnedAccumulator();
    for (const [start, end] of [
      [400_000, 1_000_000],
      [0, 7],
      [7, 400_000],
    ] as const) {
      const reader = new BinnedAccumulator();
      reader.addAll(part(predictions, start, end));
      merged.merge(reader);
    }
    const [a, b] = [whole.diagram(), merged.diagram()];
    expect(b.bins.map((bin) => bin.count)).toEqual(a.bins.map((bin) => bin.count));
    for (const error of [expectedCalibrationError, rootMeanSquareCalibrationError]) {
      expect(Math.abs(error(a) - error(b))).toBeLessThan(1e-15);
    }
  });

  test('a sum of many equal confidences does not drift', () => {
    const count = 1_000_000;
    const predictions = { confidences: new Float64Array(count), correct: new Uint8Array(count) };
    // Plain addition of a million tenths is 1.3e-6 too large.
    const accumulator = new BinnedAccumulator();
    accumulator.addAll({ ...predictions, confidences: predictions.confidences.fill(0.1) });
    expect(accumulator.diagram().bins[1]).toMatchObject({ count, meanConfidence: 0.1 });
  });

  test('merging leaves the other as it was', () => {
    const [one, other] = [new BinnedAccumulator(), new BinnedAccumulator()];
    one.add(0.9, 1);
    other.add(0.3, 0);
    const before = other.diagram();
    one.merge(other);
    expect(one.diagram().count).toBe(2);
    expect(other.diagram()).toEqual(before);
  });

  test('what cannot be streamed, added or merged is refused', () => {
    for (const binning of ['kumar', 'sklearn-quantile'] as const) {
      expect(() => new BinnedAccumulator({ binning })).toThrow(
        `BinnedAccumulator: expected a convention with fixed edges, got ${binning}`,
      );
    }
    const accumulator = new BinnedAccumulator({ numBins: 10 });
    expect(() => accumulator.diagram()).toThrow('expected at least one prediction, got none');
    for (const wrong of [1.1, -0.1, NaN]) {
      expect(() => {
        accumulator.add(wrong, 1);
      }).toThrow(`expected a confidence in [0, 1], got ${wrong}`);
    }
    expect(() => {
      accumulator.addAll({ confidences: Float64Array.of(0.5), correct: Uint8Array.of(1, 0) });
    }).toThrow('got 1 and 2');
    for (const other of [{}, { binning: 'netcal' }] as const) {
      expect(() => {
        accumulator.merge(new BinnedAccumulator(other));
      }).toThrow('BinnedAccumulator.merge: expected an accumulator of 10 bins by temper');
    }
  });
});
