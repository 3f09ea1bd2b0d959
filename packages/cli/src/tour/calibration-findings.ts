import { confidencesOf, type TopLabelConfidences } from 'temper';
import { type Difference, eceDifference, lossesOf, meanDifference, Z95 } from './differences.ts';
import {
  type Finding,
  inPoints,
  NO_DIFFERENCE,
  percent,
  plusMinus,
  sideOf,
  signed,
  type TourPair,
  verdictOf,
} from './finding.ts';
import type { TourModel } from './tour-model.ts';

/** A loss of accuracy smaller than this counts as about equal. */
const MARGIN = 0.01;

/** What was found on the test split: accuracy, calibration, and loss. */
export function calibrationFindings(pair: TourPair): Finding[] {
  return [
    accuracyFinding(pair),
    calibrationFinding(pair),
    temperatureFinding(pair),
    smoothedTemperatureFinding(pair),
    refinementFinding(pair),
  ];
}

function accuracyFinding({ hard, smoothed }: TourPair): Finding {
  const [before, after] = [hard, smoothed].map(({ test }) => confidencesOf(test).correct);
  const change = meanDifference(after!, before!);
  const verdict = change.lower > -MARGIN ? 'seen' : change.upper < -MARGIN ? 'not seen' : 'unclear';
  const margin = {
    seen: 'so a loss of 1 point or more is ruled out',
    'not seen': 'so a loss of more than 1 point is shown',
    unclear: 'so a loss of 1 point is neither ruled out nor shown',
  }[verdict];
  const points = (100 * Math.abs(change.value)).toFixed(2);
  const found = sideOf(change, {
    above: `a gain of ${points} points`,
    below: `a loss of ${points} points`,
  });
  return {
    topic: 'calibration',
    source: 'paper',
    claim: 'Accuracy stays about equal, or gains',
    hard: percent(hard.result.analysis.accuracy),
    smoothed: percent(smoothed.result.analysis.accuracy),
    verdict,
    words: `accuracy is ${percent(smoothed.result.analysis.accuracy)} with smoothing and ${percent(hard.result.analysis.accuracy)} without: ${found} (${inPoints(change)}), ${margin}`,
  };
}

function calibrationFinding({ hard, smoothed }: TourPair): Finding {
  const before = hard.result.analysis.calibration;
  const after = smoothed.result.analysis.calibration;
  const fall = eceDifference(trained(hard), trained(smoothed));
  const found = sideOf(fall, { above: 'better calibrated', below: 'worse calibrated' });
  return {
    topic: 'calibration',
    source: 'paper',
    claim: 'Smoothing calibrates',
    hard: withInterval(before),
    smoothed: withInterval(after),
    verdict: verdictOf(fall),
    words: `ECE is ${percent(before.ece)} with hard labels and ${percent(after.ece)} with smoothed ones: ${found} (change, ${inPoints(negated(fall))})`,
  };
}

function temperatureFinding({ hard, smoothed }: TourPair): Finding {
  const { temperature, scores } = hard.result.analysis.temperatureScaling;
  const before = hard.result.analysis.calibration;
  const fall = eceDifference(trained(hard), scaled(hard));
  const lead = eceDifference(trained(smoothed), scaled(hard));
  const found = sideOf(fall, { above: 'better calibrated', below: 'worse calibrated' });
  const rival = sideOf(lead, {
    above: 'better calibrated than the smoothed model as trained',
    below: 'not as well calibrated as the smoothed model as trained',
  });
  const beside = rival === NO_DIFFERENCE ? `beside the smoothed model, ${rival}` : `it is ${rival}`;
  return {
    topic: 'calibration',
    source: 'paper',
    claim: 'One temperature repairs the hard model too',
    hard: `${withInterval(scores.calibration)} at T = ${temperature.toFixed(2)}`,
    smoothed: withInterval(smoothed.result.analysis.calibration),
    verdict: verdictOf(fall),
    words: `dividing the hard model's logits by T = ${temperature.toFixed(2)}, fitted on validation, takes its ECE from ${percent(before.ece)} to ${percent(scores.calibration.ece)}: ${found} (change, ${inPoints(negated(fall))}); ${beside} (difference, ${inPoints(negated(lead))})`,
  };
}

function smoothedTemperatureFinding({ hard, smoothed }: TourPair): Finding {
  const { calibration, temperatureScaling } = smoothed.result.analysis;
  const { temperature, scores } = temperatureScaling;
  const fall = eceDifference(trained(smoothed), scaled(smoothed));
  const found = sideOf(fall, { above: 'better calibrated', below: 'worse calibrated' });
  const side =
    temperature < 1 ? 'below 1: it is under-confident' : 'not below 1: it is not under-confident';
  return {
    topic: 'calibration',
    source: 'question',
    claim: 'The smoothed model wants a temperature too',
    hard: `T = ${hard.result.analysis.temperatureScaling.temperature.toFixed(2)}`,
    smoothed: `${withInterval(scores.calibration)} at T = ${temperature.toFixed(2)}`,
    verdict: verdictOf(fall),
    words: `the smoothed model's own temperature is ${temperature.toFixed(2)}, ${side}; dividing by it takes its ECE from ${percent(calibration.ece)} to ${percent(scores.calibration.ece)}: ${found} (change, ${inPoints(negated(fall))})`,
  };
}

function refinementFinding({ hard, smoothed }: TourPair): Finding {
  const [plain, mended] = [hard, smoothed].map(({ test, result }) => {
    const { temperature, scores } = result.analysis.temperatureScaling;
    const nll = plusMinus(scores.nll, Z95 * (scores.nllStandardError ?? 0));
    return {
      losses: lossesOf(test, temperature),
      cell: `NLL ${nll} at T = ${temperature.toFixed(2)}`,
    };
  });
  const gain = meanDifference(plain!.losses, mended!.losses);
  const found = sideOf(gain, {
    above: 'the smoothed model has the lower loss: smoothing gave more than a temperature',
    below: 'the hard model has the lower loss: smoothing gave less than a temperature would',
  });
  const { lower, upper } = negated(gain);
  return {
    topic: 'calibration',
    source: 'question',
    claim: 'Smoothing gives more than a temperature',
    hard: plain!.cell,
    smoothed: mended!.cell,
    verdict: verdictOf(gain),
    words: `in loss, with each model at its own fitted temperature, ${found} (smoothed less hard, 95 %: ${signed(lower, 4)} to ${signed(upper, 4)} nats)`,
  };
}

function trained({ test }: TourModel): TopLabelConfidences {
  return confidencesOf(test);
}

function scaled({ test, result }: TourModel): TopLabelConfidences {
  return confidencesOf(test, { temperature: result.analysis.temperatureScaling.temperature });
}

function negated({ value, lower, upper }: Difference): Difference {
  return { value: -value, lower: -upper, upper: -lower };
}

function withInterval({
  ece,
  eceInterval: { lower, upper },
}: TourModel['result']['analysis']['calibration']): string {
  return `${percent(ece)} (${(100 * lower).toFixed(2)} to ${(100 * upper).toFixed(2)})`;
}
