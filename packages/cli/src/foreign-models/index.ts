export { type ForeignPredictions, runForeignModel } from './run-foreign-model.ts';
