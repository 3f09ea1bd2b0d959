import { resnet } from 'temper';
import type { Workload } from '../workload.ts';
import { COLOURED_IMAGES, COLOURED_SETTINGS } from './coloured-images.ts';

/** The residual network of He et al. for CIFAR, with 20 layers and shortcuts without parameters. */
export const RESNET20: Workload = {
  ...COLOURED_IMAGES,
  title: 'a ResNet-20 (version 1) on images of 3 x 32 x 32',
  settings: { ...COLOURED_SETTINGS, workload: 'resnet20', learningRate: 0.05 },
  model: (inputShape, numClasses) => resnet({ inputShape, numClasses, depth: 20 }),
  images: { pad: 4, crop: null, flip: true, normalization: 'per-channel' },
  comparisons: [
    { numerator: 'temper', denominator: 'pytorch', bound: { atMost: 1 } },
    { numerator: 'temper', denominator: 'channels-last', bound: { atMost: 1 } },
    { numerator: 'standard', denominator: 'pytorch', bound: null },
    { numerator: 'temper', denominator: 'compiled', bound: null },
  ],
};
