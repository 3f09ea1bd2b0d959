import { describe, expect, it } from 'vitest';
import { predictionsOf, randomPredictions } from '../../test/support/analysis.ts';
import {
  expectedCalibrationError,
  reliabilityDiagram,
  scoreExamples,
} from '../analysis/calibration/index.ts';
import { exampleDifference } from './example-difference.ts';

// Normal logits whose label is 2 ahead are twice their size apart in likelihood: at scale 6, T = 3.
const predictions = randomPredictions(5, { count: 500, advantage: 2, scale: 6 });
const trained = scoreExamples(predictions);
const scaled = scoreExamples(predictions, { temperature: 3 });

describe('exampleDifference', () => {
  it.each(['accuracy', 'nll', 'ece'] as const)(
    'of %s is 0 between a model and itself, for the examples are the same',
    (figure) => {
      expect(exampleDifference(figure, trained, trained)).toMatchObject({ lower: 0, upper: 0 });
    },
  );

  it('of NLL is the normal interval of the paired differences', () => {
    // At logits (log p, 0) NLLs are log(1 + p) − log p: log 2 and log 1.5 against log 2 twice.
    const labels = [0, 0];
    const [a, b] = [
      [1, 2],
      [1, 1],
    ].map((weights) =>
      scoreExamples(
        predictionsOf(
          weights.map((weight) => [Math.log(weight), 0]),
          labels,
        ),
      ),
    );
    const { lower, upper } = exampleDifference('nll', a!, b!)!;
    // Differences 0 and log 0.75: their mean errs by half of their distance.
    const [mean, error] = [Math.log(0.75) / 2, -Math.log(0.75) / 2];
    expect(lower).toBeCloseTo(mean - 1.959964 * error, 6);
    expect(upper).toBeCloseTo(mean + 1.959964 * error, 6);
  });

  it('of ECE lies about the difference, and changes its sign with the order', () => {
    const ece = (scores: typeof trained): number =>
      expectedCalibrationError(reliabilityDiagram(scores));
    const { lower, upper } = exampleDifference('ece', trained, scaled)!;
    const difference = ece(trained) - ece(scaled);
    expect(lower).toBeGreaterThan(0);
    expect(lower).toBeLessThan(difference);
    expect(upper).toBeGreaterThan(difference);
    const turned = exampleDifference('ece', scaled, trained)!;
    expect(turned.lower).toBeCloseTo(-upper, 12);
    expect(turned.upper).toBeCloseTo(-lower, 12);
  });

  it('is not there for a single example of NLL', () => {
    const one = scoreExamples(predictionsOf([[1, 0]], [0]));
    expect(exampleDifference('nll', one, one)).toBeNull();
  });
});
