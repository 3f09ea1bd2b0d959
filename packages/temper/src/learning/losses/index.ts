export * from './smoothed-cross-entropy.ts';
export type { SmoothingConvention, SmoothingOptions } from './smoothing.ts';
export * from './target-row.ts';
