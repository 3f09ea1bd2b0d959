export { type Evaluation, type EvaluationData, Evaluator } from './evaluator.ts';
export {
  assertFiniteTensors,
  stepsPerEpoch,
  train,
  type TrainingExamples,
  type TrainingPlan,
  type TrainingProgress,
} from './train.ts';
export {
  buildTrainingStep,
  initialState,
  type TrainingStep,
  type TrainingStepOptions,
} from './training-step.ts';
