import { describe, expect, test } from 'vitest';
import {
  logitNormScores,
  selectiveRisk,
  softmaxScores,
  type TopLabelConfidences,
  zeroOneLosses,
} from '../../src/analysis/calibration/index.ts';
import { hostTensor } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';
import { readShared, sharedData } from '../support/shared-data.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly logits: readonly number[];
    readonly labels: readonly number[];
    readonly maxProbability: readonly number[];
    readonly margin: readonly number[];
    readonly entropy: readonly number[];
    readonly logitNorms: readonly (readonly number[])[];
    readonly scores: readonly number[];
    readonly areas: readonly number[];
    readonly standardErrors: readonly number[];
    readonly idealAreas: readonly number[];
    readonly failureAuroc: number;
  }[];
}

const { cases } = readGolden('selective') as Golden;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe.each(cases)('$name', (golden) => {
  const logits = hostTensor('float64', golden.shape, Float64Array.from(golden.logits));

  test('scores are those of SciPy’s softmax and entropy', () => {
    const { maxProbability, margin, negativeEntropy } = softmaxScores(logits);
    expectAllClose(maxProbability.map(sigmoid), golden.maxProbability);
    expectAllClose(margin.map(sigmoid), golden.margin);
    expectAllClose(
      negativeEntropy,
      golden.entropy.map((value) => -value),
    );
  });

  test('logit norms are those of torch.linalg', () => {
    for (const [index, scores] of golden.logitNorms.entries()) {
      expectAllClose(logitNormScores(logits, index + 1), scores);
    }
  });

  test('areas are the means of scikit-learn’s over random orders of the ties', () => {
    const [, numClasses = 0] = golden.shape;
    const losses = Uint8Array.from(golden.labels, (label, n) => {
      const row = golden.logits.slice(n * numClasses, (n + 1) * numClasses);
      return row.indexOf(Math.max(...row)) === label ? 0 : 1;
    });
    const risk = selectiveRisk(Float64Array.from(golden.scores), losses);
    const { aurc, eaurc, augrc } = risk;
    const areas = [aurc.trapezoid, aurc.zeroAtZero, aurc.meanOfRisks, augrc];
    for (const [i, area] of areas.entries()) {
      // Four standard errors of the mean over random orders; none without ties.
      const tolerance = 1e-12 + 4 * golden.standardErrors[i]!;
      expect(Math.abs(area - golden.areas[i]!)).toBeLessThan(tolerance);
    }
    expectAllClose(
      [
        aurc.trapezoid - eaurc.trapezoid,
        aurc.zeroAtZero - eaurc.zeroAtZero,
        aurc.meanOfRisks - eaurc.meanOfRisks,
        risk.failureAuroc!,
      ],
      [...golden.idealAreas.slice(0, 3), golden.failureAuroc],
    );
  });
});

/** Predictions of published classifiers, beside the checkout: `true_label,pred_label,confidence`. */
const folder = sharedData('predictions');

function readPredictions(name: string): TopLabelConfidences {
  const text = new TextDecoder().decode(readShared(folder!, `${name}.csv`));
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    confidences: Float64Array.from(rows, (row) => row[2]!),
    correct: Uint8Array.from(rows, (row) => (row[0] === row[1] ? 1 : 0)),
  };
}

describe.skipIf(folder === undefined)(
  'AURC of published predictions (needs ../shared/data)',
  () => {
    test('resnet50_birds, which has hardly any ties', () => {
      const { confidences, correct } = readPredictions('resnet50_birds');
      const { aurc } = selectiveRisk(confidences, zeroOneLosses(correct));
      expect(aurc.trapezoid.toFixed(4)).toBe('0.0863');
    });

    test('densenet40_c100, where 1,556 of 10,000 confidences are exactly 1', () => {
      const { confidences, correct } = readPredictions('densenet40_c100');
      const losses = zeroOneLosses(correct);
      const { aurc } = selectiveRisk(confidences, losses);
      // The mean over 300 random orders of the ties by NumPy is 0.09939, with a standard error of 0.00001.
      expect(Math.abs(aurc.trapezoid - 0.0994)).toBeLessThan(5e-5);
      // Ties left in the order of the file, as a stable sort leaves them, happen to give 0.0992.
      const order = [...confidences.keys()].sort((a, b) => confidences[b]! - confidences[a]!);
      const places = new Float64Array(order.length);
      for (const [place, n] of order.entries()) places[n] = -place;
      expect(selectiveRisk(places, losses).aurc.trapezoid.toFixed(4)).toBe('0.0992');
    });
  },
);
