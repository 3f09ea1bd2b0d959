export { CALIBRATION_KEY, calibrateModel, type CalibrationNote } from './calibrate-model.ts';
export { EXPOSED, exposeHead } from './expose-head.ts';
export { externalFiles, inlineExternalData } from './external-data.ts';
export { type ClassifierHead, findHead, type FindHeadOptions } from './find-head.ts';
export { inspectModel, type ModelInterface, type ModelValue } from './inspect-model.ts';
export type { LogitScaling } from './scaling-nodes.ts';
