import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ClassificationSplit,
  type HostTensor,
  parseNpz,
  RECIPES,
  resolveTrialConfig,
  Rng,
  selectExamples,
  type TrialConfig,
} from 'temper';
import { dataOption } from '../commands/data-and-model.ts';
import { describePassedOver } from '../images/class-folders.ts';
import { loadClassFolders } from '../images/load-class-folders.ts';
import { loadTrialData } from '../trials/trial-data.ts';
import { UserError } from '../user-error.ts';
import type { ForeignModelOptions } from './foreign-options.ts';
import type { ImageInput } from './input-layout.ts';

/** Labelled examples to run a model on. */
export type ForeignExamples =
  | {
      readonly kind: 'arrays';
      /** `[N, …]`. */
      readonly inputs: HostTensor;
      readonly labels: Int32Array;
      readonly described: string;
    }
  | {
      readonly kind: 'images';
      readonly split: ClassificationSplit;
      /** Images that statistics of channels are taken from, as of a training they would be. */
      readonly training: HostTensor<'uint8'>;
      readonly classNames: readonly string[];
      readonly described: string;
    };

/** What the model says of the examples. */
export interface Expected {
  readonly image: () => ImageInput;
  /** Parameters of the data it was trained on, if it is Temper's own: those of the glyphs count. */
  readonly trainedOn: string | undefined;
}

const INPUTS = ['inputs', 'x', 'images'];
const LABELS = ['labels', 'y'];

/**
 * Loads what `--data` names: an `.npz` of inputs and labels, the test split of a data set, or a folder of
 * class folders (its test images, if it has any apart).
 * @throws UserError or FormatError if it is not there, damaged or nothing of the kind.
 */
export async function loadExamples(
  data: string,
  expected: Expected,
  options: ForeignModelOptions,
): Promise<ForeignExamples> {
  if (data.toLowerCase().endsWith('.npz')) return loadArrays(data);
  const choice = dataOption(data);
  if (choice.name === 'folder') return loadFolder(choice.path, expected.image(), options);
  const config = dataConfig(choice.name, expected.trainedOn);
  const { classNames, splits } = await loadTrialData(config, {
    dataDir: options.dataDir,
    ...(options.onDecoded ? { onProgress: options.onDecoded } : {}),
    ...(options.onWarning ? { onWarning: options.onWarning } : {}),
  });
  return {
    kind: 'images',
    split: splits.test,
    training: splits.train.images,
    classNames,
    described: `test split of ${choice.name}`,
  };
}

async function loadArrays(file: string): Promise<ForeignExamples> {
  const where = path.basename(file);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError(
      `--data: expected a file that can be read, got ${(error as Error).message}; name an .npz with inputs and labels`,
    );
  });
  const arrays = parseNpz(bytes, where, { names: [...INPUTS, ...LABELS] });
  const pick = (names: readonly string[]): HostTensor => {
    const name = names.find((each) => arrays.has(each));
    if (name !== undefined) return arrays.get(name)!;
    throw new UserError(
      `${where}: expected an array '${names.join("' or '")}', got none; save inputs [N, …] and labels [N]`,
    );
  };
  const inputs = pick(INPUTS);
  const labels = readLabels(where, pick(LABELS));
  if (inputs.shape.length < 2 || inputs.shape[0] !== labels.length || labels.length === 0) {
    throw new UserError(
      `${where}: expected inputs [N, …] and labels [N] of one or more examples, got ${inputs.shape.join('×')} and ${labels.length}`,
    );
  }
  return { kind: 'arrays', inputs, labels, described: where };
}

function readLabels(where: string, { shape, data }: HostTensor): Int32Array {
  if (shape.some((side, axis) => axis > 0 && side !== 1)) {
    throw new UserError(
      `${where}: expected labels [N], whole numbers, got shape ${shape.join('×')}; save the class of each example`,
    );
  }
  return Int32Array.from(data as ArrayLike<number | bigint>, (value, row) => {
    const label = Number(value);
    if (Number.isInteger(label) && Math.abs(label) < 2 ** 31) return label;
    throw new UserError(
      `${where}: expected labels to be whole numbers, got ${value} at row ${row}`,
    );
  });
}

/** A data set as it is by default, the glyphs as the model knows them. */
function dataConfig(
  name: Exclude<TrialConfig['data']['name'], 'folder'>,
  trainedOn: string | undefined,
): TrialConfig['data'] {
  const known = name === 'glyphs' && trainedOn !== undefined ? parseGlyphs(trainedOn) : {};
  return resolveTrialConfig({ ...RECIPES.glyphs.config, data: { ...known, name } }).data;
}

/** What can be said of glyphs, if it is of glyphs that this tells; `resolveTrialConfig` checks the values. */
function parseGlyphs(text: string): object {
  try {
    const told = JSON.parse(text) as { readonly name?: unknown } | null;
    return told?.name === 'glyphs' ? told : {};
  } catch {
    return {};
  }
}

async function loadFolder(
  folder: string,
  { side, channels }: ImageInput,
  { imageSize, onDecoded, onWarning }: ForeignModelOptions,
): Promise<ForeignExamples> {
  const size = imageSize ?? side;
  if (size === undefined) {
    throw new UserError(
      'expected --image-size, since the model takes images of any size, got none; say the side that images are resized to',
    );
  }
  const place = path.resolve(folder);
  const { classNames, splits, passedOver } = await loadClassFolders(place, {
    size,
    channels,
    resize: 'cover',
    skipUnreadable: false,
    remedy: 'repair or remove it',
    onProgress: onDecoded,
  });
  const others = describePassedOver(passedOver);
  if (others !== '') onWarning?.(`passed over files that are no images: ${others}`);
  const { images, labels } = splits.test ?? splits.train!;
  // Class folders come class by class; the first thousands have to stand for the rest.
  const order = Rng.fromSeed(0).fork('order').permutation(labels.length);
  return {
    kind: 'images',
    split: selectExamples({ images, labels }, order),
    training: splits.train!.images,
    classNames,
    described: `${splits.test ? 'test images' : 'images'} of ${path.basename(place)}`,
  };
}
