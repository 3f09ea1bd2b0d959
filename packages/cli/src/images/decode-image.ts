import sharp from 'sharp';
import { FormatError } from 'temper';

// Many small images go at once, and none comes twice.
sharp.concurrency(1);
sharp.cache(false);

/** What images are turned into. */
export interface DecodeOptions {
  /** Side of the square, pixels. */
  readonly size: number;
  /** 1 for luminance, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** `cover`: the shorter side is scaled to `size`, then the middle is cut out. `never`: another size is an error. */
  readonly resize: 'cover' | 'never';
}

/**
 * Decodes an image to size × size pixels in sRGB: turned upright as its EXIF orientation says, laid on
 * black where it is transparent, CMYK and 16 bits converted, of an animation the first frame.
 * @param where - What the bytes are, to begin an error's message with.
 * @returns `[size, size, channels]`, 0 to 255.
 * @throws FormatError if it cannot be read, or has another size and may not be resized.
 */
export async function decodeImage(
  bytes: Uint8Array,
  where: string,
  { size, channels, resize }: DecodeOptions,
): Promise<Uint8Array> {
  const failed = (expected: string, got: string, cause?: unknown): FormatError =>
    new FormatError(`${where}: expected ${expected}, got ${got}`, { cause });
  try {
    const upright = sharp(bytes, { failOn: 'error' }).autoOrient();
    const sized = resize === 'cover' ? upright.resize(size, size, { fit: 'cover' }) : upright;
    const { data, info } = await sized
      .flatten({ background: '#000' })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.width !== size || info.height !== size) {
      throw failed(`an image of ${size}x${size}`, `${info.width}x${info.height}`);
    }
    return data;
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const [reason] = (cause as Error).message.split('\n');
    // Threads of libvips share its words for what went wrong, and some are lost.
    throw failed(
      'an image that can be read',
      reason === 'Unknown error' ? 'damaged data' : reason!,
      cause,
    );
  }
}
