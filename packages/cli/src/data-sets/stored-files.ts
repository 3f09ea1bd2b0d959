import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type FileDigest, FormatError, type GzipDownload, isGzip } from 'temper';

const gunzipAsync = promisify(gunzip);

/** A file of a data set as it lies in a folder. */
export interface StoredFile {
  readonly path: string;
  /** Of the file as it lies there. */
  readonly byteLength: number;
}

/** What was found of one file. */
export interface FileCheck {
  readonly name: string;
  /** Where it lies; null if it is missing. */
  readonly path: string | null;
  /** `different`: sound, but not the content the data set is known by. */
  readonly state: 'ok' | 'missing' | 'damaged' | 'different';
  readonly detail: string;
}

/** What a file of a data set is known by: its content if that may be packed anew, else itself. */
export function digestOf({ packed, content }: GzipDownload): FileDigest {
  return content ?? packed;
}

/** What a file is called unpacked, if it is kept so, and packed; the first is read where both are there. */
export function namesOf({ name, content }: GzipDownload): readonly string[] {
  return content === undefined ? [name] : [name.replace(/[.]gz$/, ''), name];
}

/** Finds a file of a data set in a folder, packed or not; undefined if neither is there. */
export async function findStored(
  folder: string,
  file: GzipDownload,
): Promise<StoredFile | undefined> {
  for (const name of namesOf(file)) {
    const candidate = path.join(folder, name);
    try {
      const { size } = await stat(candidate);
      return { path: candidate, byteLength: size };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    }
  }
  return undefined;
}

/**
 * Reads a stored file, unpacked if its content is what it is known by.
 * @throws FormatError if it is a damaged gzip file.
 */
export async function readContent(stored: StoredFile, file: GzipDownload): Promise<Uint8Array> {
  return unpack(await readFile(stored.path), file, stored.path);
}

/**
 * The content of a file that may be gzip; the file itself if that is what it is known by.
 * @throws FormatError if it is gzip that is cut short, fails its check or unpacks to far too much.
 */
export async function unpack(
  bytes: Uint8Array,
  { content }: GzipDownload,
  where: string,
): Promise<Uint8Array> {
  if (content === undefined || !isGzip(bytes)) return bytes;
  try {
    // The limit keeps a hostile file from filling the memory; what is longer cannot be right anyway.
    return await gunzipAsync(bytes, { maxOutputLength: content.byteLength + 2 ** 20 });
  } catch (cause) {
    throw new FormatError(
      `${where}: expected an intact gzip file, got ${(cause as Error).message}; fetch it again with 'temper data get'`,
      { cause },
    );
  }
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether what {@link readContent} or {@link unpack} gave is the data set's file. */
export function isCanonical(content: Uint8Array, file: GzipDownload): boolean {
  const digest = digestOf(file);
  return content.byteLength === digest.byteLength && sha256(content) === digest.sha256;
}
