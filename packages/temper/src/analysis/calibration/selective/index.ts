export { aurcInterval, type AurcIntervalOptions, resampledAurc } from './aurc-interval.ts';
export {
  bestLogitNorm,
  type LogitNorm,
  type LogitNormOptions,
  logitNormScores,
} from './logit-norm.ts';
export type { Losses } from './ranking.ts';
export type { AreaRule, RiskAreas } from './risk-areas.ts';
export { type RiskCoverageCurve, thinCurve } from './risk-coverage-curve.ts';
export { type SelectiveRisk, selectiveRisk, zeroOneLosses } from './selective-risk.ts';
export { softmaxScores, type SoftmaxScores } from './softmax-scores.ts';
