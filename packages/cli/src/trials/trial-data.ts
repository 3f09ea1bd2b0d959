import { createHash } from 'node:crypto';
import {
  type ClassificationSplit,
  ConfigError,
  drawGlyphs,
  GLYPH_NAMES,
  holdOutValidation,
  Rng,
  type Shape,
  SIMILAR_GLYPHS,
  type SplitName,
  type TrialConfig,
} from 'temper';
import { loadMnist } from '../data-sets/load-mnist.ts';

/** The data of a trial, divided. */
export interface TrialData {
  readonly classNames: readonly string[];
  readonly imageShape: Shape;
  readonly splits: Readonly<Record<SplitName, ClassificationSplit>>;
  /** Three classes worth looking at: two that are alike, and a third. */
  readonly triple: readonly [number, number, number];
}

/** Loads or generates a trial's data and takes its validation split. */
export async function loadTrialData(
  data: TrialConfig['data'],
  dataDir: string | undefined,
): Promise<TrialData> {
  if (data.name === 'glyphs') {
    const { seed, difficulty, labelNoise } = data;
    const draw = (split: SplitName): ClassificationSplit =>
      drawGlyphs(split, { count: data[split] }, { seed, difficulty, labelNoise });
    const [one, seven] = SIMILAR_GLYPHS[0]!;
    const unlike = GLYPH_NAMES.findIndex((name) => !SIMILAR_GLYPHS.flat().includes(name));
    return {
      classNames: GLYPH_NAMES,
      imageShape: [28, 28],
      splits: { train: draw('train'), validation: draw('validation'), test: draw('test') },
      triple: [GLYPH_NAMES.indexOf(one), GLYPH_NAMES.indexOf(seven), unlike],
    };
  }
  if (data.name !== 'mnist') {
    throw new ConfigError(
      `config: data.name: expected mnist or glyphs, got ${data.name}; not built yet`,
    );
  }
  const mnist = await loadMnist(dataDir);
  // The same examples whatever the run's seed: runs are compared on one validation split.
  const rng = Rng.fromSeed(0).fork('validation');
  const { train, validation } = holdOutValidation(mnist.train, data.validation, rng);
  return {
    classNames: mnist.classNames,
    imageShape: mnist.imageShape,
    splits: { train, validation, test: mnist.test },
    triple: [4, 9, 0],
  };
}

/** SHA-256 over the pixels and labels of every split. */
export function hashTrialData({ splits }: TrialData): string {
  const hash = createHash('sha256');
  for (const name of ['train', 'validation', 'test'] as const) {
    hash.update(splits[name].images.data).update(splits[name].labels);
  }
  return hash.digest('hex');
}
