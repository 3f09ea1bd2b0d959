export * from './constants.ts';
export {
  channelAffine,
  channelMoments,
  conv2d,
  conv2dFilter,
  type ConvolutionOptions,
  convTranspose2d,
} from './convolution.ts';
export * from './elementwise.ts';
export * from './indexing.ts';
export * from './linear.ts';
export * from './normalization.ts';
export * from './pooling.ts';
export * from './reductions.ts';
export * from './rows.ts';
export * from './shapes.ts';
