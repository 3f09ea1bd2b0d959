import {
  confidencesOf,
  expectedCalibrationError,
  hostTensor,
  negativeLogLikelihood,
  reliabilityDiagram,
} from 'temper';
import { describe, expect, it } from 'vitest';
import { type Finding, NO_DIFFERENCE } from './finding.ts';
import { findingsOf } from './findings.ts';
import type { TourModel } from './tour-model.ts';

/** What of a model the findings look at. */
interface Figures {
  /** How many of 1,000 test examples are right; the wrong ones are spread evenly. */
  readonly right: number;
  /** Confidence in the predicted class of two, of right and of wrong predictions. */
  readonly sure: readonly [number, number];
  readonly temperature: number;
  /** Mean and half the distance of the two values that the training gaps take. */
  readonly gap: readonly [number, number];
  readonly optimum: number | null;
  readonly radius: readonly [number, number];
  readonly variation: readonly [number, number];
  readonly spread: readonly [number, number];
}

const COUNT = 1000;

// Confidence 0.95 at T = log(0.95/0.05) / log(0.8/0.2) is confidence 0.8.
const HARD: Figures = {
  right: 800,
  sure: [0.95, 0.95],
  temperature: 2.124,
  gap: [15, 4],
  optimum: null,
  radius: [0.5, 0.01],
  variation: [0.2, 0.01],
  spread: [1.05, 0.01],
};
// Confidence 0.74 at T = log(0.74/0.26) / log(0.8/0.2) is confidence 0.8.
const SMOOTHED: Figures = {
  ...HARD,
  right: 805,
  sure: [0.74, 0.74],
  temperature: 0.7545,
  gap: [4.9, 0.3],
  optimum: 5,
  radius: [0.4, 0.01],
  variation: [0.15, 0.01],
  spread: [1.2, 0.01],
};

function model(figures: Figures): TourModel {
  const rows = Array.from({ length: COUNT }, (_, n) => {
    const right = (n * 7) % COUNT < figures.right;
    const sure = figures.sure[right ? 0 : 1];
    const logit = Math.log(sure / (1 - sure));
    return right ? [logit, 0] : [0, logit];
  });
  const test = {
    logits: hostTensor('float32', [COUNT, 2], Float32Array.from(rows.flat())),
    labels: new Int32Array(COUNT),
  };
  const { temperature } = figures;
  const calibration = (divisor: number): object => {
    const confidences = confidencesOf(test, { temperature: divisor });
    const ece = expectedCalibrationError(reliabilityDiagram(confidences));
    return { ece, eceInterval: { lower: ece - 0.01, upper: ece + 0.01 } };
  };
  const nll = negativeLogLikelihood(test, { temperature });
  const estimate = ([value, standardError]: readonly [number, number]): object => ({
    value,
    standardError,
  });
  const [mean, half] = figures.gap;
  return {
    test,
    trainGaps: Float64Array.from({ length: COUNT }, (_, n) => mean + (n % 2 ? half : -half)),
    clusters: {
      radiusRatio: estimate(figures.radius),
      distanceVariation: estimate(figures.variation),
      spread: estimate(figures.spread),
    },
    triangle: { edgeRatio: 0.5 },
    result: {
      analysis: {
        accuracy: figures.right / COUNT,
        calibration: calibration(1),
        temperatureScaling: {
          temperature,
          scores: {
            calibration: calibration(temperature),
            nll: nll.mean,
            nllStandardError: nll.standardError,
          },
        },
        logitGap: { mean, standardDeviation: half, optimum: figures.optimum, count: COUNT },
      },
    },
  } as unknown as TourModel;
}

interface Change {
  readonly hard?: Partial<Figures>;
  readonly smoothed?: Partial<Figures>;
}

function findings(change: Change = {}): Finding[] {
  return findingsOf({
    hard: model({ ...HARD, ...change.hard }),
    smoothed: model({ ...SMOOTHED, ...change.smoothed }),
  });
}

function verdicts(change: Change = {}): Record<string, Finding['verdict']> {
  return Object.fromEntries(findings(change).map(({ claim, verdict }) => [claim, verdict]));
}

function find(claim: string, change: Change = {}): Finding {
  return findings(change).find((finding) => finding.claim === claim)!;
}

const ACCURACY = 'Accuracy stays about equal, or gains';
const SMOOTHING = 'Smoothing calibrates';
const HARD_SCALED = 'One temperature repairs the hard model too';
const SMOOTHED_SCALED = 'The smoothed model wants a temperature too';
const REFINEMENT = 'Smoothing gives more than a temperature';
const GAP = 'The logit gap settles at a constant';
const TIGHT = 'Training clusters become tight';
const EVEN = 'Classes become equally far from each other';
const SPREAD = 'Unseen examples leave their clusters more';

/** Two models that do not differ in anything that is compared. */
const ALIKE: Change = {
  hard: { gap: [4.9, 0.3], temperature: 1 },
  smoothed: { ...HARD, gap: [4.9, 0.3], temperature: 1, optimum: 5 },
};

describe('findingsOf', () => {
  it('sees the claims of the paper where the figures hold them up', () => {
    expect(verdicts()).toEqual({
      [ACCURACY]: 'seen',
      [SMOOTHING]: 'seen',
      [HARD_SCALED]: 'seen',
      [SMOOTHED_SCALED]: 'seen',
      [REFINEMENT]: 'seen',
      [GAP]: 'seen',
      [TIGHT]: 'seen',
      [EVEN]: 'seen',
      [SPREAD]: 'seen',
    });
  });

  it('calls models that do not differ unclear, in words too', () => {
    for (const { claim, verdict, words } of findings(ALIKE)) {
      expect([claim, verdict]).toEqual([claim, claim === ACCURACY ? 'seen' : 'unclear']);
      expect(words).toContain(NO_DIFFERENCE);
      expect(words).not.toMatch(/better|worse|lower loss|tighter|steadier|more even|spread more/);
    }
  });

  it('does not see what goes the other way, and says so', () => {
    const change: Change = {
      hard: { temperature: 0.7 },
      smoothed: {
        right: 600,
        sure: [0.99, 0.99],
        temperature: 0.5,
        gap: [7, 3],
        radius: [0.6, 0.01],
        variation: [0.3, 0.01],
        spread: [1, 0.01],
      },
    };
    const words: Record<string, string> = {
      [ACCURACY]: 'a loss of 20.00 points',
      [SMOOTHING]: 'worse calibrated',
      [HARD_SCALED]: 'worse calibrated',
      [SMOOTHED_SCALED]: 'worse calibrated',
      [REFINEMENT]: 'the hard model has the lower loss',
      [GAP]: 'less steady',
      [TIGHT]: 'looser',
      [EVEN]: 'less even',
      [SPREAD]: 'they spread less',
    };
    for (const finding of findings(change)) {
      expect([finding.claim, finding.verdict]).toEqual([finding.claim, 'not seen']);
      expect(finding.words).toContain(words[finding.claim]);
    }
  });

  it('takes a loss of accuracy for about equal only when 1 point is ruled out', () => {
    // Normal interval of 1,000 paired differences of which d are −1: d/10 ± 1.96·√(d(1−d/1000))/10.
    expect(find(ACCURACY, { smoothed: { right: 795 } }).verdict).toBe('seen');
    expect(find(ACCURACY, { smoothed: { right: 794 } }).verdict).toBe('unclear');
    expect(find(ACCURACY, { smoothed: { right: 782 } }).verdict).toBe('unclear');
    expect(find(ACCURACY, { smoothed: { right: 781 } }).verdict).toBe('not seen');
  });

  it('pairs losses: a small gain on every example is beyond chance', () => {
    const gain = { right: 800, sure: [0.81, 0.79], temperature: 1 } as const;
    expect(find(REFINEMENT, { smoothed: gain }).verdict).toBe('seen');
  });

  it('judges the logit gap by its distance from the optimum and its relative spread', () => {
    expect(find(GAP, { smoothed: { gap: [4.4, 0.3] } }).verdict).toBe('not seen');
    expect(find(GAP, { smoothed: { gap: [4.501, 0.3] } }).verdict).toBe('unclear');
    expect(find(GAP, { smoothed: { gap: [5.4, 0.3] } }).verdict).toBe('seen');
    // Narrower than the hard gap in nats, but not beside its mean.
    expect(find(GAP, { smoothed: { gap: [5, 2] } })).toMatchObject({
      verdict: 'not seen',
      words: expect.stringContaining('40.0 % of its mean, with hard labels 26.7 %') as unknown,
    });
  });

  it('says when the smoothed model is under-confident', () => {
    expect(find(SMOOTHED_SCALED).words).toContain('below 1: it is under-confident');
    expect(find(SMOOTHED_SCALED, ALIKE).words).toContain('it is not under-confident');
  });

  it('tells its own questions from the claims of the paper', () => {
    const questions = findings().filter(({ source }) => source === 'question');
    expect(questions.map(({ claim }) => claim)).toEqual([SMOOTHED_SCALED, REFINEMENT]);
  });
});
