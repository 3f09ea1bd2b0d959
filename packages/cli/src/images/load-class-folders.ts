import path from 'node:path';
import {
  type ClassificationSplit,
  FormatError,
  hostTensor,
  selectExamples,
  type SplitName,
} from 'temper';
import { arrangeClassFolders, type ClassFolders, type LabelledFile } from './class-folders.ts';
import type { DecodeOptions } from './decode-image.ts';
import {
  type DecodedImages,
  decodedPath,
  makeDecodedFolder,
  readDecoded,
  writeDecoded,
} from './decoded-images.ts';
import { openSource } from './image-files.ts';

/** Files read and decoded at a time: enough to keep libvips' threads busy while others are read. */
const IN_FLIGHT = 8;
/** Node reads no larger file at once. */
const MAX_GIBIBYTES = 2;

/** Told how many of the images have been decoded; what it throws ends the decoding. */
export type DecodeProgress = (done: number, total: number) => void;

/** How class folders are read. */
export interface ClassFolderOptions extends DecodeOptions {
  /** Whether files that cannot be read are left out, instead of ending it. */
  readonly skipUnreadable: boolean;
  /** What to do about a file that cannot be read, to end an error's message with. */
  readonly remedy: string;
  /** Not called if the images were decoded before. */
  readonly onProgress?: DecodeProgress | undefined;
  /** Throws if these are not the classes and images that are wanted; called before decoding. */
  readonly check?: (found: ClassFolders) => void;
}

/**
 * The images of class folders, in a folder or a tar archive, decoded. They are kept in the user's cache
 * folder, from which later calls read them until a file's name, size or time of change is another.
 * @throws UserError if there is nothing at `place`; FormatError if an archive or, unless those are to be
 * skipped, an image cannot be read, or the folders are not as {@link arrangeClassFolders} wants them.
 */
export async function loadClassFolders(
  place: string,
  { check, ...options }: ClassFolderOptions,
): Promise<DecodedImages> {
  const source = await openSource(place);
  const { size, channels, resize, skipUnreadable } = options;
  const kept = decodedPath(source.identity, { size, channels, resize, skipUnreadable });
  const before = await readDecoded(kept);
  if (before !== undefined) return before;
  const found = arrangeClassFolders(await source.list(), place);
  check?.(found);
  await makeDecodedFolder(kept);
  const decoded = await decodeAll(found, place, options);
  await writeDecoded(kept, decoded);
  return decoded;
}

type DecodeAllOptions = Omit<ClassFolderOptions, 'check'>;

async function decodeAll(
  { classNames, splits, passedOver }: ClassFolders,
  place: string,
  { skipUnreadable, remedy, onProgress, ...decoding }: DecodeAllOptions,
): Promise<DecodedImages> {
  // Loaded only here: images that were decoded before need none of it.
  const { decodeImage } = await import('./decode-image.ts');
  const { size, channels } = decoding;
  const imageBytes = size * size * channels;
  const total = [...splits.values()].reduce((sum, files) => sum + files.length, 0);
  assertFits(place, total, decoding);
  const unreadable: string[] = [];
  let done = 0;

  const decodeSplit = async (files: readonly LabelledFile[]): Promise<ClassificationSplit> => {
    const images = new Uint8Array(files.length * imageBytes);
    const isRead = new Uint8Array(files.length);
    await inParallel(files, async ({ file }, i) => {
      const where = path.join(place, file.name);
      try {
        images.set(await decodeImage(await file.read(), where, decoding), i * imageBytes);
        isRead[i] = 1;
      } catch (error) {
        const reason = reasonOf(error, where);
        if (!skipUnreadable) throw new FormatError(`${reason}; ${remedy}`, { cause: error });
        unreadable.push(reason);
      }
      onProgress?.(++done, total);
    });
    const shape = [files.length, size, size, ...(channels === 1 ? [] : [channels])];
    const labels = Int32Array.from(files, ({ label }) => label);
    const all = { images: hostTensor('uint8', shape, images), labels };
    const kept = Uint32Array.from(isRead.keys()).filter((i) => isRead[i] === 1);
    return kept.length === files.length ? all : selectExamples(all, kept);
  };

  const decoded: [SplitName, ClassificationSplit][] = [];
  for (const [name, files] of splits) decoded.push([name, await decodeSplit(files)]);
  return {
    classNames,
    splits: Object.fromEntries(decoded),
    unreadable: unreadable.sort(),
    passedOver,
  };
}

function assertFits(place: string, count: number, { size, channels }: DecodeOptions): void {
  const gibibytes = (count * size * size * channels) / 2 ** 30;
  if (gibibytes < MAX_GIBIBYTES) return;
  throw new FormatError(
    `${place}: expected images that take less than ${MAX_GIBIBYTES} GiB once decoded, got ${count} that take ${gibibytes.toFixed(1)} GiB at ${size}x${size}; choose a smaller size`,
  );
}

/** Why a file could not be read, naming it; anything else is a fault of ours and is thrown on. */
function reasonOf(error: unknown, where: string): string {
  if (error instanceof FormatError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return `${where}: expected an image that can be read, got ${code}`;
}

/**
 * Calls an action for every item, some at a time. None begins after one has failed, and none is still
 * under way when this rejects: what comes after is the last that is heard.
 */
async function inParallel<Item>(
  items: readonly Item[],
  action: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      try {
        await action(items[index]!, index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, work));
  const failed = ended.find((worker) => worker.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
