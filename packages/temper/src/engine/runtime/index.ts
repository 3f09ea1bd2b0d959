export { probeLoweringTarget } from './lowering-target.ts';
export { type OnnxRuntime, Session, type SessionOptions } from './onnx-runtime.ts';
export { type NamedHostTensors, StepRunner } from './step-runner.ts';
