import { type ClassificationSplit, hostTensor, Rng } from 'temper';
import type { ContenderChoice, Workload, WorkloadSettings } from '../workload.ts';

const SHAPE = [32, 32, 3] as const;

/**
 * What the convolutional networks have in common: coloured noise of the size of CIFAR's images, half of
 * which is that of its class, and the contenders.
 */
export const COLOURED_IMAGES = {
  drawExamples({ numExamples, numClasses, seed }): ClassificationSplit {
    const size = SHAPE[0] * SHAPE[1] * SHAPE[2];
    const rng = Rng.fromSeed(seed).fork('coloured-images');
    const templates = noise(numClasses * size, rng.fork('templates'));
    const pixels = noise(numExamples * size, rng.fork('noise'));
    const labels = Int32Array.from({ length: numExamples }, (_, i) => i % numClasses);
    pixels.forEach((pixel, i) => {
      const label = labels[Math.floor(i / size)]!;
      pixels[i] = (pixel + templates[label * size + (i % size)]!) / 2;
    });
    return { images: hostTensor('uint8', [numExamples, ...SHAPE], pixels), labels };
  },
  measuresLoading: true,
  contenders: () => CONTENDERS,
  // Enough steps for a wrong momentum or smoothing to show; so little decay does not. What float32 rounds
  // off grows with each step of a network with batch norm: PyTorch's ResNet-20 is 1.5e-4 away after five.
  agreement: { steps: 5, tolerance: 1e-3 },
  rounds: 8,
  // Temper runs ten steps of such images at a time. In steps this long it does not show what the caches
  // held before.
  turns: { stepsPerTurn: 10, untimedShare: 0, turnMilliseconds: 6000, restMilliseconds: 200 },
  memory: { steps: 240, stepsBetweenSamples: 20, readingsPerSample: 2 },
} satisfies Partial<Workload>;

/** What the two trainings have in common: 20 steps an epoch. */
export const COLOURED_SETTINGS = {
  numExamples: 2560,
  numClasses: 10,
  batchSize: 128,
  momentum: 0.9,
  weightDecay: 1e-4,
  labelSmoothing: 0.1,
  seed: 0,
} satisfies Partial<WorkloadSettings>;

const CONTENDERS: readonly [ContenderChoice, ...ContenderChoice[]] = [
  { name: 'Temper', group: 'temper', script: 'temper.ts' },
  {
    name: 'Temper, standard lowering',
    group: 'standard',
    script: 'temper.ts',
    args: ['standard'],
  },
  { name: 'PyTorch', group: 'pytorch', script: 'pytorch.py' },
  {
    name: 'PyTorch, channels last, fused SGD',
    group: 'channels-last',
    script: 'pytorch.py',
    args: ['channels-last', 'fused'],
  },
  {
    name: 'PyTorch, compiled',
    group: 'compiled',
    script: 'pytorch.py',
    args: ['compiled', 'fused'],
  },
];

function noise(length: number, rng: Rng): Uint8Array {
  return Uint8Array.from({ length }, () => rng.integer(256));
}
