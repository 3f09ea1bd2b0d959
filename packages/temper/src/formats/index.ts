export { gunzip, isGzip } from './gzip.ts';
export { encodeIdx, parseIdx } from './idx.ts';
export { encodeNpy, parseNpy } from './npy.ts';
export { encodeNpz, parseNpz } from './npz.ts';
export { encodeSafetensors, parseSafetensors, type SafetensorsFile } from './safetensors.ts';
export { parseTar, type TarEntry } from './tar.ts';
