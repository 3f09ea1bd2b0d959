export { bytesSource, type ByteSource } from './byte-source.ts';
export { type CsvBlock, type CsvTable, openCsv } from './csv.ts';
export { gunzip, isGzip } from './gzip.ts';
export { encodeIdx, parseIdx } from './idx.ts';
export { encodeNpy, parseNpy } from './npy.ts';
export {
  encodeNpz,
  type NpzArray,
  npzNames,
  type NpzOptions,
  type ParseNpzOptions,
  openNpz,
  parseNpz,
} from './npz.ts';
export {
  openParquet,
  parquetBlocks,
  type ParquetBlock,
  type ParquetColumn,
  type ParquetFile,
} from './parquet/index.ts';
export { rowBlocks, type StoredArray } from './row-blocks.ts';
export {
  encodeSafetensors,
  openSafetensors,
  parseSafetensors,
  type SafetensorsFile,
} from './safetensors.ts';
export { parseTar, type TarEntry } from './tar.ts';
