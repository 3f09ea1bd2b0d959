import { z } from 'zod';
import { ConfigError } from '../base/index.ts';

const fraction = z.number().min(0).lt(1);
const positive = z.number().positive();
const count = z.int().positive();

const mnistData = z.strictObject({
  name: z.literal('mnist'),
  /** Examples taken out of the training set to fit the temperature and to choose by. */
  validation: count.default(5000),
});

const glyphsData = z.strictObject({
  name: z.literal('glyphs'),
  train: count.default(12_000),
  validation: count.default(2_000),
  test: count.default(6_000),
  difficulty: z.number().min(0).max(1).default(0.5),
  labelNoise: fraction.default(0),
  /** Seed of the images; the run's seed leaves them alone, so that runs share their data. */
  seed: z.int().nonnegative().default(0),
});

const cifarData = <Name extends 'cifar10' | 'cifar100'>(
  name: Name,
): z.ZodObject<{ name: z.ZodLiteral<Name>; validation: z.ZodDefault<z.ZodInt> }, z.core.$strict> =>
  z.strictObject({
    name: z.literal(name),
    /** Examples taken out of the 50,000 for training. */
    validation: count.default(10_000),
  });

const folderData = z.strictObject({
  name: z.literal('folder'),
  /** Folder, or tar archive, of class folders: `<class>/*`, or `train/<class>/*` and `test/<class>/*`. */
  path: z.string().min(1),
  /** Side that images are resized and cropped to, pixels. */
  size: count.default(64),
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
  /** Share of the training images taken out. */
  validation: z.number().gt(0).lt(1).default(0.1),
  /** Share of all images taken out to test on, where there is no folder of test images. */
  test: z.number().gt(0).lt(1).default(0.2),
  /** Whether files that cannot be read are left out, instead of ending the run. */
  skipUnreadable: z.boolean().default(false),
});

/** How images come to the network. */
const images = z.strictObject({
  /** Pixels of black added on every side before a random crop while training. */
  pad: z.int().min(0).max(64).default(0),
  /** Side of the square that is cut out, at random while training and from the middle otherwise; null keeps the size. */
  crop: count.nullable().default(null),
  /** Whether training images are mirrored, left to right, half of the time. */
  flip: z.boolean().default(false),
  /**
   * `unit`: pixels over 255. `per-channel`: less the training set's mean, over its standard deviation,
   * channel by channel. `per-image`: the same by each image's own, all channels together.
   */
  normalization: z.enum(['unit', 'per-channel', 'per-image']).default('unit'),
});

const mlpModel = z.strictObject({
  name: z.literal('mlp'),
  hidden: z.array(count).min(1),
  dropout: fraction.default(0),
  inputDropout: fraction.default(0),
});

/** A small convolutional network for images of 28×28 and thereabouts. */
const cnnModel = z.strictObject({ name: z.literal('cnn'), dropout: fraction.default(0) });

const cifarAlexnetModel = z.strictObject({ name: z.literal('cifar-alexnet') });

const resnetModel = z.strictObject({
  name: z.literal('resnet'),
  /** Layers with weights, 6n + 2 with n from 3 to 18. */
  depth: z
    .int()
    .min(20)
    .max(110)
    .refine((depth) => depth % 6 === 2, 'expected 6n + 2: 20, 26, 32, …, 110'),
  /** 1: as in He et al. 2016a. 2: with batch norm and ReLU before each convolution. */
  version: z.union([z.literal(1), z.literal(2)]).default(1),
});

const smoothing = z.strictObject({
  /** α in [0, 1). */
  labelSmoothing: fraction.default(0),
  convention: z.enum(['uniform', 'other-classes', 'unigram']).default('uniform'),
});

const optimizer = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('sgd'),
    momentum: fraction.default(0.9),
    nesterov: z.boolean().default(false),
  }),
  z.strictObject({ name: z.literal('adam') }),
  z.strictObject({ name: z.literal('adamw') }),
]);

const schedule = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('constant') }),
  z.strictObject({
    name: z.literal('steps'),
    /** Fractions of the run at which the learning rate is multiplied by `factor`. */
    milestones: z.array(z.number().gt(0).lt(1)).default([0.5, 0.75]),
    factor: positive.default(0.1),
  }),
  z.strictObject({ name: z.literal('linear-to-zero'), warmup: fraction.default(0) }),
  z.strictObject({ name: z.literal('cosine'), warmup: fraction.default(0) }),
  z.strictObject({ name: z.literal('inverse-square-root'), warmupSteps: count.default(1000) }),
]);

/** Everything that decides what a trial computes. Its canonical JSON names the trial. */
const trialConfigSchema = z.strictObject({
  data: z.discriminatedUnion('name', [
    mnistData,
    glyphsData,
    cifarData('cifar10'),
    cifarData('cifar100'),
    folderData,
  ]),
  images: images.prefault({}),
  model: z.discriminatedUnion('name', [mlpModel, cnnModel, cifarAlexnetModel, resnetModel]),
  loss: smoothing.prefault({}),
  optimizer: optimizer.prefault({ name: 'sgd' }),
  learningRate: positive,
  schedule: schedule.prefault({ name: 'linear-to-zero' }),
  weightDecay: z.number().min(0).default(0),
  /** What decays: everything, weights without biases and gains, or weights of dense layers alone. */
  decayed: z.enum(['all', 'weights', 'dense']).default('all'),
  /** Largest global norm of the gradient; null leaves it alone. */
  clipNorm: positive.nullable().default(null),
  batchSize: count.default(128),
  epochs: count,
  /** Steps to train for, in place of epochs; null trains for epochs. */
  steps: count.nullable().default(null),
  seed: z.int().nonnegative().default(0),
});

/** A resolved config: every field has a value. */
export type TrialConfig = z.output<typeof trialConfigSchema>;

/** A config in which fields with defaults may be left out. */
export type TrialConfigInput = z.input<typeof trialConfigSchema>;

/**
 * Checks a config and fills in its defaults.
 * @throws ConfigError naming the first field that is wrong, what it takes and what came.
 */
export function resolveTrialConfig(config: unknown): TrialConfig {
  const parsed = trialConfigSchema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new ConfigError(`config: ${issue.path.join('.') || 'config'}: ${issue.message}`);
}

/** The config as JSON with sorted keys: equal configs give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
