import sharp, { type Sharp } from 'sharp';
import { FormatError } from 'temper';
import { describe, expect, it } from 'vitest';
import { type Colour, plain, png } from '../../test/support/image-tree.ts';
import { decodeImage, type DecodeOptions } from './decode-image.ts';

const RED: Colour = [200, 20, 30];
const rgb: DecodeOptions = { size: 4, channels: 3, resize: 'cover' };
const grey: DecodeOptions = { ...rgb, channels: 1 };

/** Pixels side by side, without repetitions. */
async function coloursOf(bytes: Uint8Array, options = rgb): Promise<number[][]> {
  const pixels = await decodeImage(bytes, 'x', options);
  expect(pixels).toHaveLength(options.size ** 2 * options.channels);
  const texts = new Set<string>();
  for (let i = 0; i < pixels.length; i += options.channels) {
    texts.add(pixels.subarray(i, i + options.channels).join());
  }
  return [...texts].map((text) => text.split(',').map(Number));
}

/** Stripes side by side, each `width` wide. */
function stripes(colours: readonly Colour[], width: number, height: number): Sharp {
  const row = colours.flatMap((colour) => Array.from({ length: width }, () => colour).flat());
  const pixels = Uint8Array.from(Array.from({ length: height }, () => row).flat());
  return sharp(pixels, { raw: { width: colours.length * width, height, channels: 3 } });
}

describe('decodeImage', () => {
  it('gives the pixels of lossless files as they are, row after row', async () => {
    const pixels = Uint8Array.from({ length: 48 }, (_, i) => (i * 37) % 256);
    const image = sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } });
    for (const encoded of [image.clone().png(), image.clone().webp({ lossless: true })]) {
      const decoded = await decodeImage(await encoded.toBuffer(), 'x', { ...rgb, resize: 'never' });
      expect([...decoded]).toEqual([...pixels]);
    }
  });

  it('repeats grey in three channels, keeps it in one, and turns colour into luminance', async () => {
    const bytes = await sharp(new Uint8Array(16).fill(77), {
      raw: { width: 4, height: 4, channels: 1 },
    })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    expect(await coloursOf(bytes)).toEqual([[77, 77, 77]]);
    expect(await coloursOf(bytes, grey)).toEqual([[77]]);
    const [[red], [green], [blue]] = (await Promise.all(
      (
        [
          [255, 0, 0],
          [0, 255, 0],
          [0, 0, 255],
        ] as const
      ).map(async (colour) => (await coloursOf(await png(colour), grey))[0]!),
    )) as [[number], [number], [number]];
    expect(green).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(blue);
    expect(await coloursOf(await png([255, 255, 255]), grey)).toEqual([[255]]);
  });

  it.each([
    [0, [0, 0, 0]],
    [128, [100, 10, 15]],
    [255, [200, 20, 30]],
  ])('lays an image of opacity %i on black', async (alpha, expected) => {
    const bytes = await sharp(
      Uint8Array.from({ length: 64 }, (_, i) => [...RED, alpha][i % 4]!),
      { raw: { width: 4, height: 4, channels: 4 } },
    )
      .png()
      .toBuffer();
    const [colour] = await coloursOf(bytes);
    // 128 of 255 is a little more than a half.
    colour!.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1);
    });
  });

  it('converts CMYK and 16 bits', async () => {
    const cmyk = await plain(RED).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(cmyk).metadata()).channels).toBe(4);
    const [colour] = await coloursOf(cmyk);
    // Inks do not reach every colour of a screen: the nearest one is near, not the same.
    colour!.forEach((value, i) => {
      expect(Math.abs(value - RED[i]!)).toBeLessThan(30);
    });
    const deep = await plain(RED).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await coloursOf(deep)).toEqual([[...RED]]);
  });

  it('scales the shorter side and cuts out the middle', async () => {
    const [left, middle, right]: Colour[] = [[255, 0, 0], RED, [0, 0, 255]];
    const wide = await stripes([left!, middle!, right!], 4, 4).png().toBuffer();
    expect(await coloursOf(wide)).toEqual([[...RED]]);
    const tall = await stripes([left!, middle!, right!], 4, 4).rotate(90).png().toBuffer();
    expect(await coloursOf(tall)).toEqual([[...RED]]);
    expect(await coloursOf(await png(RED, 2))).toEqual([[...RED]]);
    expect(await coloursOf(await png(RED, 64, 31))).toEqual([[...RED]]);
  });

  it('turns an image upright as its EXIF orientation says', async () => {
    // Orientation 6 is shown turned by 90 degrees to the right: its left side comes to the top.
    const bytes = await stripes([RED, [0, 0, 255]], 2, 4)
      .png()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const pixels = await decodeImage(bytes, 'x', rgb);
    expect([...pixels.subarray(0, 3)]).toEqual([...RED]);
    expect([...pixels.subarray(9, 12)]).toEqual([...RED]);
    expect([...pixels.subarray(36, 39)]).toEqual([0, 0, 255]);
  });

  it('refuses another size where images are not to be resized', async () => {
    await expect(
      decodeImage(await png(RED, 5, 4), 'cat/1.png', { ...rgb, resize: 'never' }),
    ).rejects.toThrow(new FormatError('cat/1.png: expected an image of 4x4, got 5x4'));
  });

  it('says in one line that a file is cut short, empty or no image', async () => {
    const jpeg = await stripes([RED, [0, 0, 255]], 40, 80)
      .jpeg()
      .toBuffer();
    const bad = [jpeg.subarray(0, -40), new Uint8Array(0), new TextEncoder().encode('GIF? no')];
    for (const bytes of bad) {
      const error = await decodeImage(bytes, 'cat/1.jpg', rgb).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(FormatError);
      expect((error as Error).message).toMatch(
        /^cat\/1\.jpg: expected an image that can be read, got .+$/,
      );
    }
  });
});
