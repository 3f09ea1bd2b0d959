import type { StudyNetwork, StudyScale } from './study.ts';

/** The networks that the studies of hard and smoothed labels share, and so their trials. */
export const STUDY_NETWORKS: Readonly<Record<StudyScale, readonly StudyNetwork[]>> = {
  tour: [{ name: 'a small network on glyphs', recipe: 'glyphs' }],
  small: [{ name: 'AlexNet on CIFAR-10', recipe: 'cifar-alexnet-short' }],
  paper: [
    { name: 'AlexNet on CIFAR-10', recipe: 'cifar-alexnet' },
    { name: 'ResNet-56 on CIFAR-100', recipe: 'cifar-resnet' },
  ],
};

/** What each scale shortens, whatever is asked of its trials. */
export const SHORTENED: Readonly<Record<StudyScale, string>> = {
  tour: 'A network of two hidden layers on generated characters stands in for convolutional networks on photographs.',
  small:
    'The paper’s AlexNet on CIFAR-10, trained for 20 epochs in place of 200 with a learning rate that falls linearly to 0; CIFAR-100 and ImageNet are left out.',
  paper:
    'The paper’s networks, data and epochs; what it does not state (learning rates, weight decay) is that of the recipes. ImageNet is left out.',
};

/** What a trial takes. */
export const TRIAL_TIMES: Readonly<Record<StudyScale, string>> = {
  tour: 'some 20 seconds each on one core',
  small: '20 epochs each: about 20 minutes a trial on two cores',
  paper: '200 epochs each: days on a CPU',
};
