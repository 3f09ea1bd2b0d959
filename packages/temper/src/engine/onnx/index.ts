export { encodeModel, inputName, type ModelSpec } from './encode-model.ts';
