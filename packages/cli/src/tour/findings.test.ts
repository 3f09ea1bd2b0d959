import { describe, expect, it } from 'vitest';
import { findingsOf, type Finding } from './findings.ts';
import type { TourModel } from './tour-model.ts';

/** What of a model the findings look at. */
interface Figures {
  readonly correct: readonly number[];
  readonly ece: readonly [number, number, number];
  readonly scaledEce: readonly [number, number, number];
  readonly scaledNll: readonly [number, number];
  readonly gap: readonly [number, number];
  readonly optimum: number | null;
  readonly radius: readonly [number, number];
  readonly variation: readonly [number, number];
  readonly spread: readonly [number, number];
}

const HARD: Figures = {
  correct: [1, 1, 1, 0, 0, 1, 0, 1],
  ece: [0.12, 0.11, 0.13],
  scaledEce: [0.04, 0.03, 0.05],
  scaledNll: [0.6, 0.01],
  gap: [15, 4],
  optimum: null,
  radius: [0.5, 0.01],
  variation: [0.2, 0.01],
  spread: [1.05, 0.01],
};
const SMOOTHED: Figures = {
  correct: [1, 1, 1, 0, 1, 0, 0, 1],
  ece: [0.09, 0.08, 0.1],
  scaledEce: [0.07, 0.06, 0.08],
  scaledNll: [0.7, 0.01],
  gap: [4.9, 0.3],
  optimum: 5,
  radius: [0.4, 0.01],
  variation: [0.15, 0.01],
  spread: [1.2, 0.01],
};

function model(figures: Figures): TourModel {
  const errors = ([ece, lower, upper]: Figures['ece']): object => ({
    ece,
    eceInterval: { lower, upper },
  });
  const estimate = ([value, standardError]: readonly [number, number]): object => ({
    value,
    standardError,
  });
  return {
    testCorrect: Uint8Array.from(figures.correct),
    clusters: {
      radiusRatio: estimate(figures.radius),
      distanceVariation: estimate(figures.variation),
      spread: estimate(figures.spread),
    },
    triangle: { edgeRatio: 0.5 },
    result: {
      analysis: {
        accuracy: 0.625,
        calibration: errors(figures.ece),
        temperatureScaling: {
          temperature: 2,
          scores: {
            calibration: errors(figures.scaledEce),
            nll: figures.scaledNll[0],
            nllStandardError: figures.scaledNll[1],
          },
        },
        logitGap: {
          mean: figures.gap[0],
          standardDeviation: figures.gap[1],
          optimum: figures.optimum,
        },
      },
    },
  } as unknown as TourModel;
}

function verdicts(
  change: { hard?: Partial<Figures>; smoothed?: Partial<Figures> } = {},
): Record<string, Finding['verdict']> {
  const findings = findingsOf({
    hard: model({ ...HARD, ...change.hard }),
    smoothed: model({ ...SMOOTHED, ...change.smoothed }),
  });
  return Object.fromEntries(findings.map(({ claim, verdict }) => [claim, verdict]));
}

describe('findingsOf', () => {
  it('sees the claims of the paper where the figures hold them up', () => {
    expect(verdicts()).toEqual({
      'Accuracy stays about equal, or gains': 'seen',
      'Smoothing calibrates': 'seen',
      'One temperature repairs the hard model too': 'seen',
      'Smoothing gives more than a temperature': 'not seen',
      'The logit gap settles at a constant': 'seen',
      'Training clusters become tight': 'seen',
      'Classes become equally far from each other': 'seen',
      'Unseen examples leave their clusters more': 'seen',
    });
  });

  it('calls unclear what its interval does not decide', () => {
    expect(
      verdicts({
        smoothed: {
          ece: [0.11, 0.1, 0.12],
          scaledNll: [0.61, 0.01],
          radius: [0.49, 0.01],
          spread: [1.06, 0.01],
        },
      }),
    ).toMatchObject({
      'Smoothing calibrates': 'unclear',
      'Smoothing gives more than a temperature': 'unclear',
      'Training clusters become tight': 'unclear',
      'Unseen examples leave their clusters more': 'unclear',
    });
  });

  it('does not see what goes the other way', () => {
    expect(
      verdicts({
        hard: { correct: Array.from({ length: 8 }, () => 1) },
        smoothed: {
          correct: Array.from({ length: 8 }, () => 0),
          ece: [0.3, 0.28, 0.32],
          gap: [7, 0.3],
          variation: [0.3, 0.01],
        },
      }),
    ).toMatchObject({
      'Accuracy stays about equal, or gains': 'not seen',
      'Smoothing calibrates': 'not seen',
      'The logit gap settles at a constant': 'not seen',
      'Classes become equally far from each other': 'not seen',
    });
  });
});
