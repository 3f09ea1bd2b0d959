import { open, rm, stat } from 'node:fs/promises';

/** Why a file could not be had from one address; another may have it. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** How a file is fetched. */
export interface FetchPartOptions {
  /** More bytes than this are refused. */
  readonly maximumBytes: number;
  /** Told the bytes that are there, also those of earlier tries. */
  readonly onProgress: (bytes: number) => void;
  /** A server that sends nothing for so long is given up. Default 30 s. */
  readonly idleMilliseconds?: number;
}

/** The bytes of a file that is being fetched; 0 if there are none yet. */
export async function partSize(part: string): Promise<number> {
  try {
    return (await stat(part)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Fetches an address into a file, going on behind what the file already has if the server can. What
 * came before a failure stays in the file.
 * @throws DownloadError if the server cannot be reached, refuses, breaks off, stalls or sends too much.
 */
export async function fetchPart(
  url: string,
  part: string,
  { maximumBytes, onProgress, idleMilliseconds = 30_000 }: FetchPartOptions,
): Promise<void> {
  const have = await partSize(part);
  const idle = new AbortController();
  const timer = setTimeout(() => {
    idle.abort();
  }, idleMilliseconds);
  try {
    const response = await request(url, have, idle.signal);
    if (response === 'complete') return;
    const appends = response.headers.get('content-range')?.startsWith(`bytes ${have}-`) ?? false;
    const file = await open(part, appends ? 'a' : 'w');
    try {
      let bytes = appends ? have : 0;
      for await (const chunk of chunksOf(response)) {
        timer.refresh();
        bytes += chunk.byteLength;
        if (bytes > maximumBytes) {
          await dropPart(part);
          throw new DownloadError(`more than ${maximumBytes} bytes`);
        }
        await file.writeFile(chunk);
        onProgress(bytes);
      }
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for what comes after the first `have` bytes; anew from the start if there is no such thing. */
async function request(
  url: string,
  have: number,
  signal: AbortSignal,
): Promise<Response | 'complete'> {
  const response = await reasoned(() =>
    fetch(url, {
      signal,
      // A server that packs once more on the way would make ranges meaningless.
      headers: {
        'accept-encoding': 'identity',
        ...(have > 0 ? { range: `bytes=${have}-` } : {}),
      },
    }),
  );
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status !== 416 || have === 0)
    throw new DownloadError(`HTTP status ${response.status}`);
  if (response.headers.get('content-range') === `bytes */${have}`) return 'complete';
  return request(url, 0, signal);
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = (
    response.body ?? new Blob([]).stream()
  ).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (;;) {
    const { done, value } = await reasoned(() => reader.read());
    if (done) return;
    yield value;
  }
}

/** Turns a failure of the network into its reason in a word or two. */
async function reasoned<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') {
      throw new DownloadError('it stopped sending', { cause: error });
    }
    const { cause } = error as Error;
    const reason =
      cause instanceof Error
        ? ((cause as NodeJS.ErrnoException).code ?? cause.message)
        : String(error);
    throw new DownloadError(reason, { cause: error });
  }
}

/** Forgets what was fetched. */
export async function dropPart(part: string): Promise<void> {
  await rm(part, { force: true });
}
