import path from 'node:path';
import {
  type ClassificationSplit,
  FormatError,
  holdOutValidation,
  Rng,
  type Shape,
  type SplitName,
  type TrialConfig,
} from 'temper';
import { describePassedOver } from '../images/class-folders.ts';
import type { DecodedImages } from '../images/decoded-images.ts';
import { type DecodeProgress, loadClassFolders } from '../images/load-class-folders.ts';

/** A folder of the user's images, decoded and divided. */
export interface ImageFolderData {
  /** Names of the class folders, sorted. */
  readonly classNames: readonly string[];
  /** `[size, size]` of one channel, `[size, size, 3]` of three. */
  readonly imageShape: Shape;
  readonly splits: Readonly<Record<SplitName, ClassificationSplit>>;
}

/** Unreadable files that a warning names. */
const NAMED = 3;

/**
 * Reads a folder, or a tar archive, of class folders: `<class>/*`, or `train/<class>/*` with
 * `test/<class>/*` and `val/<class>/*`. Splits that have no folder are drawn from the training images,
 * each class in proportion, the same ones every time.
 * @param onProgress - Told how many images have been decoded; they are decoded only the first time.
 * @param onWarning - Told which files were left out or passed over, if any.
 * @throws UserError if there is nothing; FormatError if it is damaged, images cannot be read and are not
 * to be skipped, or the classes are not as {@link loadClassFolders} wants them.
 */
export async function loadImageFolder(
  config: Extract<TrialConfig['data'], { name: 'folder' }>,
  onProgress?: DecodeProgress,
  onWarning?: (message: string) => void,
): Promise<ImageFolderData> {
  const { size, channels, skipUnreadable } = config;
  const place = path.resolve(config.path);
  const decoded = await loadClassFolders(place, {
    size,
    channels,
    resize: 'cover',
    skipUnreadable,
    remedy: 'repair or remove it, or leave such files out with --skip-unreadable',
    onProgress,
  });
  if (decoded.unreadable.length > 0) onWarning?.(describeUnreadable(decoded.unreadable));
  const passedOver = describePassedOver(decoded.passedOver);
  if (passedOver !== '') {
    onWarning?.(
      `passed over files that are not of a kind that is read as an image: ${passedOver}; convert them to .png or .jpg if they are to count`,
    );
  }
  const splits = divide(decoded, config, place);
  assertTrainable(decoded.classNames, splits, place);
  const imageShape = channels === 1 ? [size, size] : [size, size, channels];
  return { classNames: decoded.classNames, imageShape, splits };
}

function describeUnreadable(unreadable: readonly string[]): string {
  const more = unreadable.length - NAMED;
  const named = unreadable.slice(0, NAMED).join('; ');
  return `left out ${unreadable.length} files that cannot be read: ${named}${more > 0 ? `; and ${more} more` : ''}`;
}

/** The splits of the folders, and those that are missing drawn from the training images. */
function divide(
  { splits }: DecodedImages,
  shares: { readonly test: number; readonly validation: number },
  place: string,
): ImageFolderData['splits'] {
  let train = splits.train!;
  const held = (name: 'test' | 'validation'): ClassificationSplit => {
    const given = splits[name];
    if (given !== undefined) return given;
    const size = Math.max(1, Math.round(shares[name] * train.labels.length));
    if (size >= train.labels.length) {
      throw new FormatError(
        `${place}: expected more training images than the ${size} that are taken out for the ${name} split, got ${train.labels.length}; add images, or a folder '${name}'`,
      );
    }
    const taken = holdOutValidation(train, size, Rng.fromSeed(0).fork(name));
    train = taken.train;
    return taken.validation;
  };
  const test = held('test');
  const validation = held('validation');
  return { train, validation, test };
}

/** Every class needs an image to train on, whatever was left out or drawn. */
function assertTrainable(
  classNames: readonly string[],
  { train }: ImageFolderData['splits'],
  place: string,
): void {
  const missing = classNames.find((_, label) => !train.labels.includes(label));
  if (missing === undefined) return;
  throw new FormatError(
    `${place}: expected images of every class to train on, got none of '${missing}' once the other splits are taken out; add images of it`,
  );
}
