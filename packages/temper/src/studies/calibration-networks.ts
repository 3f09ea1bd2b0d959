import { RECIPES } from './recipes.ts';
import type { StudyNetwork, StudyScale, StudyTrial } from './study.ts';

/** A network of the calibration study, with the seeds it can afford where none are asked for. */
export interface CalibrationNetwork extends StudyNetwork {
  readonly seeds: readonly number[];
}

/** Smoothing weights of the study; 0 is hard labels. */
export const CALIBRATION_ALPHAS: readonly number[] = [0, 0.05, 0.1, 0.2];

/** Networks that grow over-confident, and networks that hard labels leave calibrated. */
export const CALIBRATION_NETWORKS: Readonly<Record<StudyScale, readonly CalibrationNetwork[]>> = {
  tour: [
    { name: 'a network that fits hard glyphs', recipe: 'glyphs', seeds: [0] },
    {
      name: 'a short training on easy glyphs',
      recipe: 'glyphs',
      changes: {
        data: { name: 'glyphs', difficulty: 0.4 },
        model: { ...RECIPES.glyphs.config.model, dropout: 0.3 },
        schedule: { name: 'linear-to-zero' },
        epochs: 8,
      },
      seeds: [0],
    },
  ],
  small: [
    {
      name: 'a small CNN on CIFAR-10, unregularised',
      recipe: 'photos-cnn',
      changes: { images: { normalization: 'per-channel' }, weightDecay: 0, epochs: 10 },
      seeds: [0],
    },
    { name: 'AlexNet on CIFAR-10', recipe: 'cifar-alexnet-short', seeds: [0] },
    { name: 'MLP on MNIST', recipe: 'mnist-teacher', seeds: [0, 1, 2] },
  ],
  paper: [
    { name: 'ResNet-56 on CIFAR-100', recipe: 'cifar-resnet', seeds: [0, 1, 2] },
    { name: 'AlexNet on CIFAR-10', recipe: 'cifar-alexnet', seeds: [0, 1, 2] },
    { name: 'MLP on MNIST', recipe: 'mnist-teacher', seeds: [0, 1, 2] },
  ],
};

/** What others measured of a network at one α, expected calibration errors with 15 bins. */
export interface PublishedCalibration {
  /** `paper`: Table 3 of Müller et al.; `replication`: that of <https://github.com/sdwagner/re-labelsmoothing>. */
  readonly source: 'paper' | 'replication';
  readonly ece: number;
  /** After temperature scaling, and at which temperature; `null` where it is not given. */
  readonly scaledEce: number | null;
  readonly temperature: number | null;
}

/** What others measured of a network at one α. */
export function publishedCalibration(
  network: string,
  labelSmoothing: number,
): PublishedCalibration[] {
  return PUBLISHED.filter(
    (each) => each.network === network && each.labelSmoothing === labelSmoothing,
  ).map(({ network: _network, labelSmoothing: _alpha, ...figures }) => figures);
}

const UNSCALED = { scaledEce: null, temperature: null } as const;
const PAPER = { source: 'paper', network: 'ResNet-56 on CIFAR-100' } as const;
const REPLICATION = { source: 'replication', ...UNSCALED } as const;

const PUBLISHED: readonly (PublishedCalibration &
  Pick<StudyTrial, 'network' | 'labelSmoothing'>)[] = [
  { ...PAPER, labelSmoothing: 0, ece: 0.15, scaledEce: 0.021, temperature: 1.9 },
  { ...PAPER, labelSmoothing: 0.05, ece: 0.024, ...UNSCALED },
  { ...REPLICATION, network: 'AlexNet on CIFAR-10', labelSmoothing: 0, ece: 0.097 },
  { ...REPLICATION, network: 'AlexNet on CIFAR-10', labelSmoothing: 0.05, ece: 0.026 },
  { ...REPLICATION, network: 'AlexNet on CIFAR-10', labelSmoothing: 0.1, ece: 0.048 },
  { ...REPLICATION, network: 'MLP on MNIST', labelSmoothing: 0, ece: 0.002 },
  { ...REPLICATION, network: 'MLP on MNIST', labelSmoothing: 0.05, ece: 0.056 },
  { ...REPLICATION, network: 'MLP on MNIST', labelSmoothing: 0.1, ece: 0.102 },
];
