import { type CalibrationClaim, judgeClaims, type Regime, regimeOf } from './calibration-claims.ts';
import {
  type SmoothingContrasts,
  smoothingContrasts,
  type SmoothingLevel,
  smoothingLevel,
} from './calibration-figures.ts';
import { CALIBRATION_ALPHAS, CALIBRATION_NETWORKS } from './calibration-networks.ts';
import { type MeasuredTrial, networksOf, pairsOf, type Study, trialsOf } from './study.ts';

/** What the study says of one network. */
export interface NetworkCalibration {
  readonly network: string;
  /** What hard labels make of it; `null` while no such trial is there. */
  readonly regime: Regime | null;
  readonly levels: readonly SmoothingLevel[];
  readonly contrasts: readonly SmoothingContrasts[];
  readonly claims: readonly CalibrationClaim[];
}

/** What the study found. Plain JSON. */
export interface CalibrationAnalysis {
  readonly networks: readonly NetworkCalibration[];
}

/**
 * Calibration with hard labels, with temperature scaling and with label smoothing over α.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, Figure 2 and
 * Table 3. <https://arxiv.org/abs/1906.02629>
 */
export const calibrationStudy: Study<CalibrationAnalysis> = {
  name: 'calibration',
  title: 'Does label smoothing calibrate?',
  scales: {
    tour: {
      seeds: [0],
      shortens:
        'Networks of two hidden layers on generated characters stand in for convolutional networks on photographs: one that fits its training set and is too sure of itself, one that is calibrated as it is.',
      takes: '8 trials, 10 to 30 seconds each on one core',
    },
    small: {
      seeds: [0, 1, 2],
      shortens:
        'A small convolutional network, 10 epochs without augmentation or weight decay, stands in for those that grow over-confident, AlexNet in 20 epochs and the MNIST network for those that do not; CIFAR-10 with seed 0 alone; CIFAR-100 and ImageNet are left out.',
      takes: '20 trials: 12 on MNIST and 8 on CIFAR-10, 5 to 20 minutes each on two cores',
    },
    paper: {
      seeds: [0, 1, 2],
      shortens:
        'The paper’s networks, data and epochs; what it does not state (learning rates, weight decay, α other than 0.05 on CIFAR-100) is ours. ImageNet and translation are left out.',
      takes: '36 trials, those on CIFAR of 200 epochs: weeks on a CPU',
    },
  },
  plan: (scale, asked) =>
    CALIBRATION_NETWORKS[scale].flatMap(({ seeds, ...network }) =>
      trialsOf(network, { alphas: CALIBRATION_ALPHAS, seeds: asked ?? seeds }),
    ),
  analyse: (trials) => ({
    networks: networksOf(trials).map((network) => analyseNetwork(trials, network)),
  }),
};

function analyseNetwork(trials: readonly MeasuredTrial[], network: string): NetworkCalibration {
  const members = trials.filter(({ trial }) => trial.network === network);
  const alphas = [...new Set(members.map(({ trial }) => trial.labelSmoothing))].sort(
    (a, b) => a - b,
  );
  const levels = alphas.map((alpha) =>
    smoothingLevel(members.filter(({ trial }) => trial.labelSmoothing === alpha)),
  );
  const contrasts = alphas.flatMap((alpha) => {
    const pairs = alpha === 0 ? [] : pairsOf(trials, network, alpha);
    return pairs.length === 0 ? [] : [smoothingContrasts(alpha, pairs)];
  });
  const hard = levels.find(({ labelSmoothing }) => labelSmoothing === 0);
  const regime = hard === undefined ? null : regimeOf(hard.asTrained.ece, hard.temperature);
  return {
    network,
    regime,
    levels,
    contrasts,
    claims: regime === null ? [] : judgeClaims(regime, levels, contrasts),
  };
}
