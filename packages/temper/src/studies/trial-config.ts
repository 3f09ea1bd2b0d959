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

const mlpModel = z.strictObject({
  name: z.literal('mlp'),
  hidden: z.array(count).min(1),
  dropout: fraction.default(0),
  inputDropout: fraction.default(0),
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
  z.strictObject({ name: z.literal('linear-to-zero') }),
  z.strictObject({ name: z.literal('cosine') }),
  z.strictObject({ name: z.literal('inverse-square-root'), warmupSteps: count.default(1000) }),
]);

/** Everything that decides what a trial computes. Its canonical JSON names the trial. */
const trialConfigSchema = z.strictObject({
  data: z.discriminatedUnion('name', [mnistData, glyphsData]),
  /** Largest random shift of training images, pixels. */
  shift: z.int().min(0).max(8).default(0),
  model: mlpModel,
  loss: smoothing.prefault({}),
  optimizer: optimizer.prefault({ name: 'sgd' }),
  learningRate: positive,
  schedule: schedule.prefault({ name: 'linear-to-zero' }),
  weightDecay: z.number().min(0).default(0),
  decayBiases: z.boolean().default(true),
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
