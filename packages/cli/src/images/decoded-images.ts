import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type ClassificationSplit,
  encodeNpz,
  FormatError,
  hostTensor,
  type HostTensor,
  parseNpz,
  type SplitName,
} from 'temper';
import { cacheDirectory } from '../data-sets/data-directory.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { UserError } from '../user-error.ts';
import type { PassedOver } from './class-folders.ts';

/** Raised when decoding gives other pixels than before, so that what an older version kept is not read. */
const VERSION = 1;

/** Images of class folders, decoded. */
export interface DecodedImages {
  readonly classNames: readonly string[];
  /** As they lie in the source: all in `train` where it has no folders of splits. */
  readonly splits: Readonly<Partial<Record<SplitName, ClassificationSplit>>>;
  /** Files that were left out because they cannot be read, each with its reason. */
  readonly unreadable: readonly string[];
  readonly passedOver: PassedOver;
}

/** What is kept beside the arrays. */
type About = Pick<DecodedImages, 'classNames' | 'unreadable'> &
  Partial<Pick<DecodedImages, 'passedOver'>>;

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** Where the decoded images of a source are kept: a file named by all that decides what they are. */
export function decodedPath(identity: string, options: object): string {
  const key = createHash('sha256')
    .update(JSON.stringify([VERSION, identity, options]))
    .digest('hex');
  return path.join(cacheDirectory(), 'decoded', `${key}.npz`);
}

/** Reads what {@link writeDecoded} wrote; undefined if nothing is there, or it is damaged. */
export async function readDecoded(file: string): Promise<DecodedImages | undefined> {
  try {
    const arrays = parseNpz(await readFile(file), file);
    const about = JSON.parse(new TextDecoder().decode(arrays.get('about')!.data)) as About;
    const splits = SPLITS.filter((split) => arrays.has(`${split}-images`)).map((split) => [
      split,
      {
        images: arrays.get(`${split}-images`) as HostTensor<'uint8'>,
        labels: arrays.get(`${split}-labels`)!.data as Int32Array,
      },
    ]);
    // Images that were kept before such files were counted have none.
    return {
      passedOver: {},
      ...about,
      splits: Object.fromEntries(splits) as DecodedImages['splits'],
    };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Makes the folder that decoded images are kept in.
 * @throws UserError if that cannot be, before time is spent on decoding.
 */
export async function makeDecodedFolder(file: string): Promise<void> {
  try {
    await makeFolder(path.dirname(file));
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`${cause.message} for decoded images with TEMPER_CACHE`, { cause });
  }
}

/** Keeps decoded images; the file appears whole or not at all. */
export async function writeDecoded(
  file: string,
  { classNames, splits, unreadable, passedOver }: DecodedImages,
): Promise<void> {
  const about = new TextEncoder().encode(
    JSON.stringify({ classNames, unreadable, passedOver } satisfies About),
  );
  const arrays = new Map<string, HostTensor>([
    ['about', hostTensor('uint8', [about.length], about)],
  ]);
  for (const name of SPLITS) {
    const split = splits[name];
    if (split === undefined) continue;
    arrays.set(`${name}-images`, split.images);
    arrays.set(`${name}-labels`, hostTensor('int32', [split.labels.length], split.labels));
  }
  await writeFileAtomically(file, encodeNpz(arrays));
}
