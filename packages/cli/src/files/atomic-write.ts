import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';

/**
 * Writes a file so that its name never stands for half of it: the data go to a temporary name in the same
 * folder, are synced to the disk and renamed over whatever was there. A failure leaves the old file, if
 * any, and no temporary one.
 * @param data - Bytes, or text written as UTF-8.
 * @throws UserError when the system refuses (no such folder, no permission, disk full), with its reason.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw refusal(path, error);
  }
}

/**
 * Makes a folder and those above it, unless they are there.
 * @throws UserError when the system refuses, with its reason.
 */
export async function makeFolder(path: string): Promise<void> {
  const first = await attempt(path);
  if (first === undefined) return;
  const parent = dirname(path);
  if (codeOf(first) !== 'ENOENT' || parent === path) throw refusal(path, first);
  // One level at a time: Node's recursive mkdir never returns where a file system answers ENOENT for
  // a folder whose parent is there, as /proc does. The parent may also be there by now because another
  // process made it, so that a second attempt decides.
  if (!(await isFolder(parent))) await makeFolder(parent);
  const second = await attempt(path);
  if (second !== undefined) throw refusal(path, second);
}

/** Makes one folder, and returns what the system refused it with; undefined if it is there. */
async function attempt(path: string): Promise<unknown> {
  try {
    await mkdir(path);
    return undefined;
  } catch (error) {
    return codeOf(error) === 'EEXIST' && (await isFolder(path)) ? undefined : error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** What the system said, for its user; anything else is a fault of ours and stays as it is. */
function refusal(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  return new UserError(
    `expected to write '${path}', got ${error.message}; make room or choose a folder that can be written`,
    { cause: error },
  );
}

/** Makes a rename survive a power cut. Windows cannot open folders and keeps renames by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
