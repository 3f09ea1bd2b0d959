import { cifarAlexnet } from 'temper';
import type { Workload } from '../workload.ts';
import { COLOURED_IMAGES, COLOURED_SETTINGS } from './coloured-images.ts';

/** The AlexNet of TensorFlow's CIFAR tutorial; compared on whole images, though it is trained on crops. */
export const ALEXNET: Workload = {
  ...COLOURED_IMAGES,
  title: "the AlexNet of TensorFlow's CIFAR tutorial on images of 3 x 32 x 32",
  settings: { ...COLOURED_SETTINGS, workload: 'alexnet', learningRate: 0.02 },
  model: (inputShape, numClasses) => cifarAlexnet({ inputShape, numClasses }),
  images: { pad: 0, crop: 24, flip: true, normalization: 'per-image' },
  comparisons: [
    { numerator: 'temper', denominator: 'pytorch', bound: { atMost: 0.95 } },
    { numerator: 'temper', denominator: 'channels-last', bound: { atMost: 0.95 } },
    { numerator: 'standard', denominator: 'pytorch', bound: null },
    { numerator: 'temper', denominator: 'compiled', bound: null },
  ],
};
