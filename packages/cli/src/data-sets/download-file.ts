import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FormatError, type GzipDownload } from 'temper';
import { UserError } from '../user-error.ts';
import { DownloadError, dropPart, fetchPart, partSize } from './fetch-part.ts';
import { digestOf, isCanonical, sha256, unpack } from './stored-files.ts';

/** Times a mirror that breaks off in the middle is asked to go on. */
const TRIES = 3;

/** How one file of a data set is downloaded. */
export interface DownloadOptions {
  /** Base addresses, ending in `/`, in the order to try them. */
  readonly mirrors: readonly string[];
  /** Where the file is to go; holds the `.part` file, and must exist. */
  readonly folder: string;
  /** Told the bytes that are there. */
  readonly onProgress: (bytes: number) => void;
}

/** A file whose content has been verified. */
export interface VerifiedFile {
  readonly bytes: Uint8Array;
  /** Where it came from. */
  readonly origin: string;
}

/**
 * Downloads a file from the first mirror that has it whole. Until then the bytes are in a `.part` file,
 * which a later call goes on with.
 * @throws UserError if no mirror has it, with what each said.
 */
export async function downloadFile(
  file: GzipDownload,
  { mirrors, folder, onProgress }: DownloadOptions,
): Promise<VerifiedFile> {
  const part = path.join(folder, `${file.name}.part`);
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const origin = new URL(file.name, mirror).href;
    try {
      const bytes = await downloadFrom(origin, file, { part, onProgress });
      await dropPart(part);
      return { bytes, origin };
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      failures.push(`${new URL(mirror).host}: ${error.message}`);
    }
  }
  throw new UserError(
    `expected ${file.name} from one of ${mirrors.length} mirrors, got ${failures.join(', ')}; ` +
      `try again later, which goes on where this ended, or put the file into '${folder}' by hand`,
  );
}

async function downloadFrom(
  url: string,
  file: GzipDownload,
  { part, onProgress }: { readonly part: string; readonly onProgress: (bytes: number) => void },
): Promise<Uint8Array> {
  // Wide enough for a mirror's own packing.
  const maximumBytes = digestOf(file).byteLength + 2 ** 20;
  for (let attempt = 1; ; attempt++) {
    const before = await partSize(part);
    try {
      await fetchPart(url, part, { maximumBytes, onProgress });
    } catch (error) {
      const cameOn = error instanceof DownloadError && (await partSize(part)) > before;
      if (cameOn && attempt < TRIES) continue;
      throw error;
    }
    const bytes = await readFile(part);
    const wrong = await describeWrong(bytes, file);
    if (wrong === undefined) return bytes;
    await dropPart(part);
    // The beginning may have been of another packing, or damaged: that is not this mirror's fault.
    if (before === 0) throw new DownloadError(wrong);
  }
}

/** What is wrong with a downloaded file; undefined if it is the data set's. */
async function describeWrong(bytes: Uint8Array, file: GzipDownload): Promise<string | undefined> {
  try {
    const content = await unpack(bytes, file, file.name);
    if (isCanonical(content, file)) return undefined;
    return `content with SHA-256 ${sha256(content)} instead of ${digestOf(file).sha256}`;
  } catch (error) {
    if (error instanceof FormatError) return 'a damaged gzip file';
    throw error;
  }
}
