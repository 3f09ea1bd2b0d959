export { type OnnxRuntime, Session, type SessionOptions } from './onnx-runtime.ts';
