import { createHash } from 'node:crypto';
import {
  type ClassificationDataset,
  type ClassificationSplit,
  drawGlyphs,
  GLYPH_NAMES,
  holdOutValidation,
  hostTensor,
  Rng,
  selectExamples,
  type Shape,
  SIMILAR_GLYPHS,
  type SplitName,
  type TrialConfig,
} from 'temper';
import { loadCifar } from '../data-sets/load-cifar.ts';
import { loadImageFolder } from '../data-sets/load-image-folder.ts';
import { loadMnist } from '../data-sets/load-mnist.ts';

/** Three different classes, but for data of two classes, where the second is there twice. */
type Triple = readonly [number, number, number];

/** The data of a trial, divided. */
export interface TrialData {
  readonly classNames: readonly string[];
  /** `[H, W]` or `[H, W, C]`. */
  readonly imageShape: Shape;
  /** The training images are in shared memory, so that other threads read them without a copy. */
  readonly splits: Readonly<Record<SplitName, ClassificationSplit>>;
  /** Three classes worth looking at: two that are alike, and a third. */
  readonly triple: Triple;
}

/** Where data comes from and who is told of it. */
export interface LoadingOptions {
  readonly dataDir: string | undefined;
  /** Told how many images of how many have been decoded. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly onWarning?: (message: string) => void;
}

/** Loads or generates a trial's data and takes its validation split. */
export async function loadTrialData(
  data: TrialConfig['data'],
  options: LoadingOptions,
): Promise<TrialData> {
  const loaded = await loadSplits(data, options);
  const { train, ...others } = loaded.splits;
  return { ...loaded, splits: { ...others, train: inSharedMemory(train) } };
}

async function loadSplits(
  data: TrialConfig['data'],
  { dataDir, onProgress, onWarning }: LoadingOptions,
): Promise<TrialData> {
  switch (data.name) {
    case 'glyphs': {
      const { seed, difficulty, labelNoise } = data;
      const draw = (split: SplitName): ClassificationSplit =>
        drawGlyphs(split, { count: data[split] }, { seed, difficulty, labelNoise });
      const unlike = GLYPH_NAMES.find((name) => !SIMILAR_GLYPHS.flat().includes(name))!;
      return {
        classNames: GLYPH_NAMES,
        imageShape: [28, 28],
        splits: { train: draw('train'), validation: draw('validation'), test: draw('test') },
        triple: tripleOf(GLYPH_NAMES, [...SIMILAR_GLYPHS[0]!, unlike]),
      };
    }
    case 'mnist':
      return divided(await loadMnist(dataDir), data.validation, ['4', '9', '0']);
    case 'cifar10':
      // The paper's.
      return divided(await loadCifar(data.name, dataDir, onProgress), data.validation, [
        'airplane',
        'automobile',
        'bird',
      ]);
    case 'cifar100':
      // The paper's: beavers and otters look alike, dolphins do not.
      return divided(await loadCifar(data.name, dataDir, onProgress), data.validation, [
        'beaver',
        'otter',
        'dolphin',
      ]);
    case 'folder': {
      const folder = await loadImageFolder(data, onProgress, onWarning);
      const splits = shuffled(folder.splits);
      return { ...folder, splits, triple: [0, 1, Math.min(2, folder.classNames.length - 1)] };
    }
  }
}

/** A data set whose validation split is taken from its training examples. */
function divided(
  { classNames, imageShape, train: all, test }: ClassificationDataset,
  size: number,
  names: readonly string[],
): TrialData {
  // The same examples whatever the run's seed: runs are compared on one validation split.
  const rng = Rng.fromSeed(0).fork('validation');
  const { train, validation } = holdOutValidation(all, size, rng);
  return {
    classNames,
    imageShape,
    splits: shuffled({ train, validation, test }),
    triple: tripleOf(classNames, names),
  };
}

/**
 * The examples in an order that is random and always the same. Class folders come class by class, and the
 * first thousands are looked at where all would be too many: they have to stand for the rest.
 */
function shuffled(splits: TrialData['splits']): TrialData['splits'] {
  const inOrder = (name: SplitName): ClassificationSplit => {
    const rng = Rng.fromSeed(0).fork('order', name);
    return selectExamples(splits[name], rng.permutation(splits[name].labels.length));
  };
  return { train: inOrder('train'), validation: inOrder('validation'), test: inOrder('test') };
}

function tripleOf(classNames: readonly string[], names: readonly string[]): Triple {
  const [a, b, c] = names.map((name) => classNames.indexOf(name));
  return [a!, b!, c!];
}

function inSharedMemory({ images, labels }: ClassificationSplit): ClassificationSplit {
  const shared = new Uint8Array(new SharedArrayBuffer(images.data.length));
  shared.set(images.data);
  return { images: hostTensor('uint8', images.shape, shared), labels };
}

/** SHA-256 over the pixels and labels of every split. */
export function hashTrialData({ splits }: TrialData): string {
  const hash = createHash('sha256');
  for (const name of ['train', 'validation', 'test'] as const) {
    hash.update(splits[name].images.data).update(splits[name].labels);
  }
  return hash.digest('hex');
}
