import { ConfigError } from '../../base/index.ts';
import { adam, type AdamConfig, type AdamWConfig } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd, type SgdConfig } from './sgd.ts';

/** An optimiser as data; learning rate and weight decay are the training's to give. */
export type OptimizerConfig = SgdConfig | AdamConfig | AdamWConfig;

const OPTIMIZERS: {
  readonly [N in OptimizerConfig['name']]: (
    config: Extract<OptimizerConfig, { name: N }>,
  ) => Optimizer;
} = { sgd, adam, adamw: adam };

/**
 * The optimiser a config describes.
 * @throws ConfigError for an unknown name or Nesterov without momentum; ValueRangeError for a
 * hyper-parameter outside its range.
 */
export function makeOptimizer(config: OptimizerConfig): Optimizer {
  if (!Object.hasOwn(OPTIMIZERS, config.name)) {
    throw new ConfigError(
      `makeOptimizer: expected one of ${Object.keys(OPTIMIZERS).join(', ')}, got ${config.name}`,
    );
  }
  return (OPTIMIZERS[config.name] as (config: OptimizerConfig) => Optimizer)(config);
}
