import type { Normalization } from 'temper';

/** How pixels come into a model, where it does not say so itself. */
export interface PreprocessingFlags {
  readonly normalization?: Normalization['name'] | undefined;
  /** Mean of each channel, of pixels over 255; one number counts for all. */
  readonly mean?: readonly number[] | undefined;
  /** Standard deviation of each channel. */
  readonly std?: readonly number[] | undefined;
  /** Side of the square that is cut out of the middle. */
  readonly crop?: number | undefined;
  /** Side that images of a folder are resized to; by default what the model takes. */
  readonly imageSize?: number | undefined;
}

/** How a model from anywhere is run. */
export interface ForeignModelOptions extends PreprocessingFlags {
  readonly dataDir?: string | undefined;
  /** Node that is the last layer, where it is not found. */
  readonly head?: string | undefined;
  /** Output that holds the logits, or is made of them. */
  readonly output?: string | undefined;
  /** Default 1. */
  readonly threads?: number | undefined;
  /** Examples at a time, for a model that takes any number; by default as many as 2 MiB hold, at most 256. */
  readonly batchSize?: number | undefined;
  /** Told how many images have been decoded. */
  readonly onDecoded?: ((done: number, total: number) => void) | undefined;
  /** Told how many examples the model has been run on. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}
