export type { ForeignModelOptions } from './foreign-options.ts';
export { type ForeignPredictions, runForeignModel } from './run-foreign-model.ts';
