export { predictionBlocks, readPredictionFile } from './file-source.ts';
export type {
  ConfidenceBlock,
  ConfidencePredictions,
  PredictionBlock,
  PredictionFile,
  ScoreBlock,
  ScoredPredictions,
  ScoreKind,
} from './prediction-file.ts';
export {
  type PredictionFormat,
  readSource,
  sourceBlocks,
  type SourceOptions,
} from './read-predictions.ts';
