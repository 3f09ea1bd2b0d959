import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type FileServer, startFileServer } from '../../test/support/file-server.ts';
import { noise, packFile } from '../../test/support/packed-file.ts';
import { UserError } from '../user-error.ts';
import { fetchFiles, type FetchedFile, parseOrigin } from './fetch-files.ts';

const { file, packed, content } = packFile('digits-ubyte.gz', noise(4000));
const other = gzipSync(noise(4000, 2));

describe('fetchFiles', () => {
  let root = '';
  let folder = '';
  let servers: FileServer[] = [];
  const fractions: number[] = [];
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'temper-fetch-'));
    folder = path.join(root, 'made', 'digits');
    fractions.length = 0;
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    servers = [];
    await rm(root, { recursive: true });
  });

  const mirror = async (...answers: Answer[]): Promise<string> => {
    const server = await startFileServer(...answers);
    servers.push(server);
    return server.url;
  };
  const fetchFrom = (...mirrors: string[]): Promise<FetchedFile[]> => {
    const source = { name: 'digits', mirrors, files: [file] };
    return fetchFiles(source, {
      folder,
      origin: parseOrigin(undefined, source),
      onProgress: (fraction) => fractions.push(fraction),
    });
  };
  const fetchLocal = (from: string): Promise<FetchedFile[]> => {
    const source = { name: 'digits', mirrors: [], files: [file] };
    const origin = parseOrigin(from, source);
    return fetchFiles(source, { folder, origin, onProgress: () => undefined });
  };
  const stored = async (name = file.name): Promise<Uint8Array> =>
    new Uint8Array(await readFile(path.join(folder, name)));

  it('downloads, verifies and leaves nothing but the file', async () => {
    const url = await mirror({ kind: 'file', bytes: packed });
    expect(await fetchFrom(url)).toEqual([
      {
        name: file.name,
        path: path.join(folder, file.name),
        origin: `${url}${file.name}`,
        sha256: file.content.sha256,
      },
    ]);
    expect(await stored()).toEqual(new Uint8Array(packed));
    expect(await readdir(folder)).toEqual([file.name]);
    expect(fractions.at(-1)).toBe(1);
  });

  it('goes on after a cut, with the bytes that are missing only', async () => {
    const url = await mirror(
      { kind: 'cut', bytes: packed, after: 1500 },
      { kind: 'file', bytes: packed },
    );
    await fetchFrom(url);
    expect(servers[0]!.requests).toEqual([`/${file.name}`, `/${file.name} bytes=1500-`]);
    expect(await stored()).toEqual(new Uint8Array(packed));
  });

  it('goes on in a later call where no mirror was left, and at another mirror', async () => {
    const url = await mirror(
      { kind: 'cut', bytes: packed, after: 1000 },
      { kind: 'status', status: 503 },
    );
    await expect(fetchFrom(url)).rejects.toThrow(/HTTP status 503/);
    expect(await readdir(folder)).toEqual([`${file.name}.part`]);
    const second = await mirror({ kind: 'file', bytes: packed });
    await fetchFrom(second);
    expect(servers[1]!.requests).toEqual([`/${file.name} bytes=1000-`]);
    expect(await readdir(folder)).toEqual([file.name]);
  });

  it('goes to the next mirror after a 404 or a wrong checksum', async () => {
    const missing = await mirror({ kind: 'status', status: 404 });
    const wrong = await mirror({ kind: 'file', bytes: other });
    const right = await mirror({ kind: 'file', bytes: packed });
    const [fetched] = await fetchFrom(missing, wrong, right);
    expect(fetched!.origin).toBe(`${right}${file.name}`);
    expect(await stored()).toEqual(new Uint8Array(packed));
  });

  it('takes the same content packed in another way', async () => {
    const repacked = gzipSync(content, { level: 1 });
    expect(repacked.equals(packed)).toBe(false);
    await fetchFrom(await mirror({ kind: 'file', bytes: repacked }));
    expect(await stored()).toEqual(new Uint8Array(repacked));
  });

  it('takes a file that is known as it was packed only as it was packed, and keeps it so', async () => {
    const archive = { name: 'digits.tar.gz', packed: file.packed };
    const fetchArchive = async (bytes: Uint8Array): Promise<FetchedFile[]> => {
      const source = {
        name: 'digits',
        mirrors: [await mirror({ kind: 'file', bytes })],
        files: [archive],
      };
      const origin = parseOrigin(undefined, source);
      return fetchFiles(source, { folder, origin, onProgress: () => undefined });
    };
    await expect(fetchArchive(gzipSync(content, { level: 1 }))).rejects.toThrow(
      `instead of ${file.packed.sha256}`,
    );
    expect(await readdir(folder)).toEqual([]);
    const [fetched] = await fetchArchive(packed);
    expect(fetched).toMatchObject({ name: archive.name, sha256: file.packed.sha256 });
    expect(await stored(archive.name)).toEqual(new Uint8Array(packed));
    expect((await fetchArchive(packed))[0]!.origin).toBeNull();
  });

  it('starts over where the beginning that was there does not belong to the rest', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${file.name}.part`), other.subarray(0, 700));
    await fetchFrom(await mirror({ kind: 'file', bytes: packed }));
    expect(servers[0]!.requests).toEqual([`/${file.name} bytes=700-`, `/${file.name}`]);
    expect(await stored()).toEqual(new Uint8Array(packed));
  });

  it('keeps nothing of a wrong file and says in one line what each mirror gave', async () => {
    const wrong = await mirror({ kind: 'file', bytes: other });
    const damaged = await mirror({ kind: 'file', bytes: packed.subarray(0, 2000) });
    const error = await fetchFrom(wrong, damaged).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as Error;
    expect(message).toMatch(
      /^expected digits-ubyte[.]gz from one of 2 mirrors, got 127[.]0[.]0[.]1:\d+: content with SHA-256 /,
    );
    expect(message).toContain(`instead of ${file.content.sha256}`);
    expect(message).toContain('a damaged gzip file; try again later');
    expect(message).toContain(`put the file into '${folder}' by hand`);
    expect(message).not.toContain('\n');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says which mirrors cannot be reached', async () => {
    const url = await mirror({ kind: 'status', status: 404 });
    await servers.pop()!.close();
    const host = new URL(url).host;
    await expect(fetchFrom(url)).rejects.toThrow(
      `from one of 1 mirrors, got ${host}: ECONNREFUSED;`,
    );
  });

  it('leaves a right file alone and replaces a wrong one, packed or not', async () => {
    const url = await mirror({ kind: 'file', bytes: packed });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'digits-ubyte'), content);
    expect((await fetchFrom(url))[0]).toMatchObject({
      path: path.join(folder, 'digits-ubyte'),
      origin: null,
    });
    expect(servers[0]!.requests).toEqual([]);
    await writeFile(path.join(folder, 'digits-ubyte'), content.subarray(1));
    await fetchFrom(url);
    expect(await readdir(folder)).toEqual([file.name]);
  });

  it('copies from a folder, given by its path or as an address', async () => {
    await writeFile(path.join(root, 'digits-ubyte'), content);
    expect((await fetchLocal(root))[0]!.origin).toBe(path.join(root, 'digits-ubyte'));
    expect(await stored('digits-ubyte')).toEqual(content);
    await rm(folder, { recursive: true });
    await fetchLocal(pathToFileURL(root).href);
    expect(await stored('digits-ubyte')).toEqual(content);
  });

  it('refuses a folder without the file, or with another content, and writes nothing', async () => {
    await expect(fetchLocal(root)).rejects.toThrow(
      `expected digits-ubyte.gz in '${root}', found no such file`,
    );
    await writeFile(path.join(root, file.name), other);
    await expect(fetchLocal(root)).rejects.toThrow('got another; nothing was copied');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('parseOrigin', () => {
  const source = { name: 'digits', mirrors: ['http://m/'], files: [] };

  it('takes an http address for the only mirror and refuses one that is none', () => {
    expect(parseOrigin('https://host/a', source)).toEqual({
      kind: 'mirrors',
      places: ['https://host/a/'],
    });
    expect(() => parseOrigin('http://', source)).toThrow(UserError);
  });
});
