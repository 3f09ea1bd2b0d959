import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileServer, startFileServer } from '../../test/support/file-server.ts';
import { noise } from '../../test/support/packed-file.ts';
import { DownloadError, fetchPart, type FetchPartOptions } from './fetch-part.ts';

describe('fetchPart', () => {
  const bytes = noise(5000);
  let folder = '';
  let part = '';
  let server: FileServer | undefined;
  const seen: number[] = [];
  const options: FetchPartOptions = { maximumBytes: 1e6, onProgress: (size) => seen.push(size) };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'temper-part-'));
    part = path.join(folder, 'file.part');
    seen.length = 0;
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await rm(folder, { recursive: true });
  });
  const content = async (): Promise<Uint8Array> => new Uint8Array(await readFile(part));

  it('fetches a whole file and tells how far it is', async () => {
    server = await startFileServer({ kind: 'file', bytes });
    await fetchPart(`${server.url}a`, part, options);
    expect(await content()).toEqual(bytes);
    expect(seen.at(-1)).toBe(5000);
    expect(server.requests).toEqual(['/a']);
  });

  it('goes on behind what is there', async () => {
    await writeFile(part, bytes.subarray(0, 1234));
    server = await startFileServer({ kind: 'file', bytes });
    await fetchPart(`${server.url}a`, part, options);
    expect(await content()).toEqual(bytes);
    expect(server.requests).toEqual(['/a bytes=1234-']);
  });

  it('starts over where the server sends the whole file all the same', async () => {
    await writeFile(part, noise(1234, 7));
    server = await startFileServer({ kind: 'file', bytes, ranges: false });
    await fetchPart(`${server.url}a`, part, options);
    expect(await content()).toEqual(bytes);
  });

  it('asks for nothing more where the part is the whole file', async () => {
    await writeFile(part, bytes);
    server = await startFileServer({ kind: 'file', bytes });
    await fetchPart(`${server.url}a`, part, options);
    expect(await content()).toEqual(bytes);
    expect(server.requests).toEqual(['/a bytes=5000-']);
  });

  it('starts over where the part is longer than the file', async () => {
    await writeFile(part, noise(6000, 7));
    server = await startFileServer({ kind: 'file', bytes });
    await fetchPart(`${server.url}a`, part, options);
    expect(await content()).toEqual(bytes);
    expect(server.requests).toEqual(['/a bytes=6000-', '/a']);
  });

  it('keeps what came before the connection broke', async () => {
    server = await startFileServer({ kind: 'cut', bytes, after: 2000 });
    await expect(fetchPart(`${server.url}a`, part, options)).rejects.toThrow(DownloadError);
    expect(await content()).toEqual(bytes.subarray(0, 2000));
  });

  it('gives up a server that stops sending', async () => {
    server = await startFileServer({ kind: 'stall', bytes, after: 2000 });
    const impatient = { ...options, idleMilliseconds: 100 };
    await expect(fetchPart(`${server.url}a`, part, impatient)).rejects.toThrow(
      new DownloadError('it stopped sending'),
    );
    expect(await content()).toEqual(bytes.subarray(0, 2000));
  });

  it('refuses more bytes than allowed and keeps none of them', async () => {
    server = await startFileServer({ kind: 'file', bytes });
    const narrow = { ...options, maximumBytes: 4999 };
    await expect(fetchPart(`${server.url}a`, part, narrow)).rejects.toThrow('more than 4999 bytes');
    await expect(stat(part)).rejects.toThrow('ENOENT');
  });

  it('names the status of a refusal and the reason why a server cannot be reached', async () => {
    server = await startFileServer({ kind: 'status', status: 404 });
    await expect(fetchPart(`${server.url}a`, part, options)).rejects.toThrow('HTTP status 404');
    const { url } = server;
    await server.close();
    server = undefined;
    await expect(fetchPart(`${url}a`, part, options)).rejects.toThrow(
      new DownloadError('ECONNREFUSED'),
    );
  });
});
