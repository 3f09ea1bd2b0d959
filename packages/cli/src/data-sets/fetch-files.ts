import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DownloadSource, FormatError, type GzipDownload, isGzip } from 'temper';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { UserError } from '../user-error.ts';
import { downloadFile, type VerifiedFile } from './download-file.ts';
import { digestOf, findStored, isCanonical, namesOf, readContent, unpack } from './stored-files.ts';

/** Where files are taken from: base addresses on the network, or one folder. */
export type FileOrigin =
  | { readonly kind: 'mirrors'; readonly places: readonly string[] }
  | { readonly kind: 'folder'; readonly places: readonly [string] };

/** One file of a data set after it was asked for. */
export interface FetchedFile {
  readonly name: string;
  readonly path: string;
  /** Where it came from; null if it was there already. */
  readonly origin: string | null;
  /** Of its content, verified. */
  readonly sha256: string;
}

/** How the files of a data set are fetched. */
export interface FetchOptions {
  /** Where they go. */
  readonly folder: string;
  readonly origin: FileOrigin;
  /** Told the share that is there, in [0, 1], and the file under way. */
  readonly onProgress: (fraction: number, file: string) => void;
}

/**
 * The origin that `--from` names: an http address, a `file://` folder or a folder; the data set's
 * mirrors if it names none.
 * @throws UserError if it is an address that cannot be one.
 */
export function parseOrigin(from: string | undefined, source: DownloadSource): FileOrigin {
  if (from === undefined) return { kind: 'mirrors', places: source.mirrors };
  if (!/^(https?|file):/i.test(from)) return { kind: 'folder', places: [path.resolve(from)] };
  try {
    const address = new URL(from.endsWith('/') ? from : `${from}/`);
    if (address.protocol === 'file:') return { kind: 'folder', places: [fileURLToPath(address)] };
    return { kind: 'mirrors', places: [address.href] };
  } catch (cause) {
    throw new UserError(
      `expected --from to be a folder, file:// folder or http address, got '${from}': ${(cause as Error).message}`,
      { cause },
    );
  }
}

/**
 * Puts the files of a data set, verified, into a folder. Right ones that are there stay as they are.
 * @throws UserError if one cannot be had or is not the right one; nothing is left under its name then.
 */
export async function fetchFiles(
  source: DownloadSource,
  { folder, origin, onProgress }: FetchOptions,
): Promise<FetchedFile[]> {
  await makeFolder(folder);
  const total = source.files.reduce((sum, { packed }) => sum + packed.byteLength, 0);
  let done = 0;
  const fetched: FetchedFile[] = [];
  for (const file of source.files) {
    const size = file.packed.byteLength;
    const fetchFile = (): Promise<VerifiedFile> =>
      origin.kind === 'folder'
        ? readVerified(file, origin.places[0])
        : downloadFile(file, {
            mirrors: origin.places,
            folder,
            onProgress: (bytes) => {
              onProgress((done + Math.min(bytes, size)) / total, file.name);
            },
          });
    fetched.push(await provide(file, folder, fetchFile));
    done += size;
    onProgress(done / total, file.name);
  }
  return fetched;
}

/** Leaves a right file alone; fetches and writes one that is missing or wrong. */
async function provide(
  file: GzipDownload,
  folder: string,
  fetchFile: () => Promise<VerifiedFile>,
): Promise<FetchedFile> {
  const { name } = file;
  const { sha256 } = digestOf(file);
  const stored = await findStored(folder, file);
  if (stored !== undefined && (await isRight(file, () => readContent(stored, file)))) {
    return { name, path: stored.path, origin: null, sha256 };
  }
  const { bytes, origin } = await fetchFile();
  const [unpackedName] = namesOf(file);
  const target = path.join(folder, isGzip(bytes) ? name : unpackedName!);
  await writeFileAtomically(target, bytes);
  if (stored !== undefined && stored.path !== target) await rm(stored.path);
  return { name, path: target, origin, sha256 };
}

async function readVerified(file: GzipDownload, folder: string): Promise<VerifiedFile> {
  const stored = await findStored(folder, file);
  if (stored === undefined) {
    throw new UserError(
      `expected ${file.name} in '${folder}', found no such file; name the folder that holds it with --from`,
    );
  }
  const bytes = await readFile(stored.path);
  if (!(await isRight(file, () => unpack(bytes, file, stored.path)))) {
    throw new UserError(
      `expected '${stored.path}' to have the content with SHA-256 ${digestOf(file).sha256}, got another; nothing was copied: get the file from elsewhere`,
    );
  }
  return { bytes, origin: stored.path };
}

/** Whether the content that can be read is the data set's. */
async function isRight(file: GzipDownload, read: () => Promise<Uint8Array>): Promise<boolean> {
  try {
    return isCanonical(await read(), file);
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
