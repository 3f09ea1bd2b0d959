import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, vi } from 'vitest';

/** File contents by path. */
export type Tree = Readonly<Record<string, Uint8Array>>;

/** A colour, red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** An image of one colour, to be encoded. */
export function plain(colour: Colour, width = 4, height = width): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A PNG of one colour. */
export function png(colour: Colour, width = 4, height = width): Promise<Uint8Array> {
  return plain(colour, width, height).png().toBuffer();
}

/** Writes files and the folders they need; a path that ends in a slash is an empty folder. */
export async function plant(root: string, tree: Tree): Promise<void> {
  for (const [name, data] of Object.entries(tree)) {
    const file = path.join(root, name);
    await mkdir(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) await writeFile(file, data);
  }
}

/** A ustar archive of files with short names. */
export function packTar(tree: Tree): Uint8Array {
  const blocks = Object.entries(tree).flatMap(([name, data]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(data.length.toString(8).padStart(11, '0'), 124);
    header.write('        0ustar\0' + '00', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
    return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A folder of its own for each test, with the cache inside of it. */
export function useScratch(): { readonly root: string; readonly cache: string } {
  const scratch = { root: '', cache: '' };
  beforeEach(async () => {
    scratch.root = await mkdtemp(path.join(tmpdir(), 'temper-images-'));
    scratch.cache = path.join(scratch.root, 'cache');
    vi.stubEnv('TEMPER_CACHE', scratch.cache);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(scratch.root, { recursive: true });
  });
  return scratch;
}
