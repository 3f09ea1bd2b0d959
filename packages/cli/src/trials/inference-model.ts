import {
  type Classifier,
  encodeModel,
  type ImagePipeline,
  type ImagePreprocessing,
  type NamedHostTensors,
  traceClassifier,
  type TrialConfig,
} from 'temper';
import type { TrialData } from './trial-data.ts';

/** What an inference model is made of, and what is said of its input. */
export interface InferenceModelOptions {
  readonly config: TrialConfig;
  readonly data: Pick<TrialData, 'classNames' | 'imageShape'>;
  readonly pipeline: ImagePipeline;
  /** Parameters and buffers. */
  readonly state: NamedHostTensors;
}

/**
 * The model with its parameters as ONNX, for any batch size: `images` to `logits` and `penultimate`. Its
 * metadata says what another program needs to know: `temper` (the network), `classes` (a JSON list in the
 * order of the logits), `input` (the tensor) and `preprocessing` (how pixels come into it), in words; and for
 * programs `pipeline` (an `ImagePreprocessing`) and `data` (the data it was trained on, as in its config), JSON.
 */
export function inferenceModel(
  model: Classifier,
  { config, data, pipeline, state }: InferenceModelOptions,
): Uint8Array {
  const { graph, images, logits, penultimate, parameters, buffers } = traceClassifier(model, {
    batchSize: 1,
    training: false,
  });
  const fixed = [...parameters, ...buffers];
  return encodeModel(
    {
      graph,
      inputs: [images],
      outputs: { logits, penultimate },
      fixed: new Map(fixed.map(({ name, tensor }) => [tensor, state[name]!])),
      batchDimension: 'batch',
      metadata: {
        temper: model.name,
        classes: JSON.stringify(data.classNames),
        input: describeInput(pipeline),
        preprocessing: describePreprocessing(config, { ...data, pipeline }),
        pipeline: JSON.stringify(preprocessingOf(config, { ...data, pipeline })),
        data: JSON.stringify(withoutPath(config.data)),
      },
    },
    'standard',
  );
}

/** Where on this machine images lie is nobody else's business. */
function withoutPath(data: TrialConfig['data']): object {
  return data.name === 'folder' ? { ...data, path: undefined } : data;
}

function preprocessingOf(
  { images: { pad, crop } }: TrialConfig,
  { imageShape, pipeline }: Pick<TrialData, 'imageShape'> & { readonly pipeline: ImagePipeline },
): ImagePreprocessing {
  const { normalization } = pipeline;
  return { imageShape: imageShape as ImagePreprocessing['imageShape'], pad, crop, normalization };
}

function describeInput({ outputShape }: ImagePipeline): string {
  const channels = outputShape[0] === 3 ? 'red, green, blue' : 'grey';
  return `images: float32 [batch, ${outputShape.join(', ')}]: batch, channel (${channels}), row from the top, column from the left`;
}

/** How an image of 0 to 255 becomes the input, in words. */
function describePreprocessing(
  { images: { pad } }: TrialConfig,
  { imageShape, pipeline }: Pick<TrialData, 'imageShape'> & { readonly pipeline: ImagePipeline },
): string {
  const [height, width] = imageShape as readonly [number, number];
  const [, rows, columns] = pipeline.outputShape as readonly [number, number, number];
  const cuts = rows !== height || columns !== width;
  const padded = rows > height || columns > width ? `with ${pad} black pixels around, ` : '';
  const cut = cuts ? `; ${padded}the middle ${rows}×${columns} cut out` : '';
  return `pixels 0 to 255 of an image of ${height}×${width}${cut}; ${describeNormalization(pipeline)}`;
}

function describeNormalization({ normalization }: ImagePipeline): string {
  switch (normalization.name) {
    case 'unit':
      return 'divided by 255';
    case 'per-channel': {
      const { means, standardDeviations } = normalization;
      return `divided by 255, less the mean of each channel (${means.join(', ')}), over its standard deviation (${standardDeviations.join(', ')})`;
    }
    case 'per-image':
      return 'less the mean of the image, over its standard deviation or, if that is larger, over 1/√n, n its number of values';
  }
}
