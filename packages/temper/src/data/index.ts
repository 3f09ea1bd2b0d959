export {
  CIFAR10_SOURCE,
  CIFAR100_SOURCE,
  CIFAR_LAYOUTS,
  type CifarName,
  type CifarSource,
  parseCifar,
} from './cifar.ts';
export { type ClassificationDataset, type ClassificationSplit, selectExamples } from './dataset.ts';
export type { DownloadSource, FileDigest, GzipDownload } from './download.ts';
export { GLYPH_NAMES, SIMILAR_GLYPHS } from './glyphs/index.ts';
export {
  drawGlyphs,
  type GlyphsDataset,
  type GlyphsOptions,
  type GlyphsRange,
  type GlyphsSizes,
  makeGlyphs,
} from './glyphs-dataset.ts';
export {
  type ImageBatch,
  type ImagePipeline,
  type ImagePipelineOptions,
  makeImagePipeline,
} from './image-pipeline.ts';
export { type ImagePreprocessing, parseImagePreprocessing } from './image-preprocessing.ts';
export { MNIST_SOURCE, parseMnist } from './mnist.ts';
export type { Normalization } from './normalization.ts';
export { type HeldOut, holdOutValidation } from './split.ts';
