import { drawGlyphs, GLYPH_NAMES, mlp } from 'temper';
import type { Workload } from '../workload.ts';

/** The perceptron of Hinton et al. on ten classes of glyphs. */
export const MLP: Workload = {
  title: 'a 784-1200-1200-10 perceptron',
  settings: {
    workload: 'mlp',
    numExamples: 8192,
    numClasses: 10,
    batchSize: 128,
    learningRate: 0.05,
    momentum: 0.9,
    weightDecay: 0,
    labelSmoothing: 0.1,
    seed: 0,
  },
  model: (inputShape, numClasses) => mlp({ inputShape, numClasses, hidden: [1200, 1200] }),
  drawExamples({ numExamples, numClasses, seed }) {
    const classes = GLYPH_NAMES.slice(0, numClasses);
    return drawGlyphs('train', { count: numExamples }, { seed, classes });
  },
  images: { pad: 0, crop: null, flip: false, normalization: 'unit' },
  measuresLoading: false,
  contenders: (threads) => [
    { name: 'Temper', group: 'temper', script: 'temper.ts' },
    { name: 'PyTorch', group: 'pytorch', script: 'pytorch.py' },
    { name: 'PyTorch, fused SGD', group: 'pytorch', script: 'pytorch.py', args: ['fused'] },
    ...(threads > 1
      ? ([
          {
            name: `jax-js wasm, ${threads} workers`,
            group: 'javascript',
            script: 'jax-js.ts',
            args: ['workers'],
          },
        ] as const)
      : []),
    {
      name: 'jax-js wasm, as it comes',
      group: 'javascript',
      script: 'jax-js.ts',
      args: ['alone'],
    },
    { name: 'TensorFlow.js wasm', group: 'javascript', script: 'tfjs.ts', args: ['wasm'] },
    { name: 'TensorFlow.js cpu', group: 'javascript', script: 'tfjs.ts', args: ['cpu'] },
  ],
  comparisons: [
    { numerator: 'temper', denominator: 'pytorch', bound: { atMost: 0.9 } },
    { numerator: 'javascript', denominator: 'temper', bound: { atLeast: 3 } },
  ],
  // Enough steps for a wrong momentum or smoothing to show.
  agreement: { steps: 5, tolerance: 1e-4 },
  rounds: 12,
  // A multiple of the steps that Temper runs at a time, as are those between readings of its memory.
  turns: { stepsPerTurn: 64, untimedShare: 1 / 3, turnMilliseconds: 2000, restMilliseconds: 200 },
  memory: { steps: 2048, stepsBetweenSamples: 64, readingsPerSample: 5 },
};
