export { type CarriedState, encodeLoop, type StepProgram, STEPS_INPUT } from './encode-loop.ts';
export { encodeModel, inputName, type ModelSpec } from './encode-model.ts';
