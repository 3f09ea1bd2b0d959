export { type Evaluation, type EvaluationData, Evaluator } from './evaluator.ts';
export {
  type FeedLayout,
  feedLayout,
  FeedWriter,
  type StepRange,
  stepsPerEpoch,
  type TrainingExamples,
} from './feed-writer.ts';
export {
  assertFiniteTensors,
  defaultStepsPerRun,
  feedBytes,
  type FeedSource,
  train,
  type TrainingPlan,
  type TrainingProgress,
} from './train.ts';
export {
  buildTrainingStep,
  initialState,
  type TrainingStep,
  type TrainingStepOptions,
} from './training-step.ts';
