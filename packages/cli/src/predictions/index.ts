export { predictionBlocks, readPredictionFile } from './file-source.ts';
export type { PredictionBlock, ScoredPredictions, ScoreKind } from './prediction-file.ts';
export { readSource, sourceBlocks } from './read-predictions.ts';
