export {
  type DecodedAttribute,
  type DecodedGraph,
  type DecodedModel,
  type DecodedNode,
  type DecodedValue,
  decodeModel,
} from './decode-model.ts';
export { encodeBlockProbe, PROBE_SHAPE } from './encode-block-probe.ts';
export { type CarriedState, encodeLoop, type StepProgram, STEPS_INPUT } from './encode-loop.ts';
export { encodeModel, inputName, type ModelSpec } from './encode-model.ts';
export {
  CALIBRATION_KEY,
  calibrateModel,
  type CalibrationNote,
  type ClassifierHead,
  EXPOSED,
  exposeHead,
  externalFiles,
  findHead,
  type FindHeadOptions,
  inlineExternalData,
  inspectModel,
  type LogitScaling,
  type ModelInterface,
  type ModelValue,
} from './surgery/index.ts';
