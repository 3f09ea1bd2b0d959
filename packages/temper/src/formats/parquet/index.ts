export type { ParquetColumn } from './columns.ts';
export { openParquet, type ParquetBlock, parquetBlocks, type ParquetFile } from './parquet-file.ts';
