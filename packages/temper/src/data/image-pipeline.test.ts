import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../test/support/matchers.ts';
import { Rng, ShapeError, ValueRangeError } from '../base/index.ts';
import { type HostTensor, hostTensor, type Shape, sizeOf } from '../tensor/index.ts';
import { type ImagePipelineOptions, makeImagePipeline } from './image-pipeline.ts';

const PLAIN: ImagePipelineOptions = { pad: 0, crop: null, flip: false, normalization: 'unit' };

function randomImages(shape: Shape, seed = 1): HostTensor<'uint8'> {
  const rng = Rng.fromSeed(seed);
  const pixels = Uint8Array.from({ length: sizeOf(shape) }, () => rng.integer(256));
  return hostTensor('uint8', shape, pixels);
}

/** An image as the definition has it: padded, cut, mirrored, by nested lists; `[C][H][W]`. */
function naiveCut(
  images: HostTensor<'uint8'>,
  index: number,
  cut: {
    pad: number;
    side: readonly [number, number];
    at: readonly [number, number];
    flip: boolean;
  },
): number[] {
  const [, height = 0, width = 0, channels = 1] = images.shape;
  const values: number[] = [];
  for (let c = 0; c < channels; c++) {
    const padded = Array.from({ length: height + 2 * cut.pad }, (_, y) =>
      Array.from({ length: width + 2 * cut.pad }, (_, x) => {
        const [row, column] = [y - cut.pad, x - cut.pad];
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        const at = ((index * height + row) * width + column) * channels + c;
        return inside ? images.data[at]! : 0;
      }),
    );
    const [top, left] = cut.at;
    for (const line of padded.slice(top, top + cut.side[0])) {
      const part = line.slice(left, left + cut.side[1]);
      values.push(...(cut.flip ? part.reverse() : part));
    }
  }
  return values;
}

describe('makeImagePipeline', () => {
  it.each<[string, Shape, Partial<ImagePipelineOptions>, readonly [number, number], number]>([
    ['shifts of two pixels', [3, 6, 5], { pad: 2 }, [6, 5], 25],
    ['crops of colour images', [2, 6, 6, 3], { crop: 4 }, [4, 4], 9],
    ['padded crops, mirrored', [2, 5, 5, 3], { pad: 1, flip: true }, [5, 5], 18],
    ['larger padding than images', [1, 2, 2], { pad: 3, crop: 4 }, [4, 4], 25],
    ['mirrors alone', [1, 4, 6, 3], { flip: true }, [4, 6], 2],
    ['nothing', [2, 3, 4], {}, [3, 4], 1],
  ])('draws each cut as often as another: %s', (_, shape, options, side, numCuts) => {
    const images = randomImages(shape);
    const { pad = 0, flip = false } = options;
    const pipeline = makeImagePipeline({ ...PLAIN, ...options }, images);
    const count = 40 * numCuts;
    const indices = Array.from({ length: count }, (_, i) => i % shape[0]!);
    const size = sizeOf(pipeline.outputShape);
    const out = new Float32Array(count * size);
    pipeline.fillAugmented(out, { images, indices }, Rng.fromSeed(2));
    const cuts: { readonly name: string; readonly images: readonly number[][] }[] = [];
    for (let top = 0; top <= shape[1]! + 2 * pad - side[0]; top++) {
      for (let left = 0; left <= shape[2]! + 2 * pad - side[1]; left++) {
        for (const mirrored of flip ? [false, true] : [false]) {
          const cut = { pad, side, at: [top, left], flip: mirrored } as const;
          const cutImages = Array.from({ length: shape[0]! }, (_, i) => naiveCut(images, i, cut));
          cuts.push({ name: JSON.stringify(cut), images: cutImages });
        }
      }
    }
    expect(cuts).toHaveLength(numCuts);
    const explained = new Map<string, number>();
    indices.forEach((index, i) => {
      const got = out.subarray(i * size, (i + 1) * size).map((value) => Math.round(value * 255));
      const matches = cuts.filter((cut) =>
        cut.images[index]!.every((value, k) => value === got[k]),
      );
      expect(matches).toHaveLength(1);
      const { name } = matches[0]!;
      explained.set(name, (explained.get(name) ?? 0) + 1);
    });
    expect(explained.size).toBe(numCuts);
    // Within five standard deviations of a count.
    for (const times of explained.values()) {
      expect(Math.abs(times - 40)).toBeLessThan(5 * Math.sqrt(40));
    }
  });

  it('gives pixels over 255 as the nearest float32', () => {
    const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
    const images = hostTensor('uint8', [1, 16, 16], pixels);
    const out = new Float32Array(256);
    const pipeline = makeImagePipeline(PLAIN, images);
    expect(pipeline.outputShape).toEqual([1, 16, 16]);
    pipeline.fillCentered(out, { images, indices: [0] });
    expect([...out]).toEqual([...pixels].map((pixel) => Math.fround(pixel / 255)));
  });

  it('evaluates on the middle, whatever the augmentation is', () => {
    const images = randomImages([4, 7, 7, 3]);
    const indices = [3, 0, 3];
    const out = new Float32Array(3 * 3 * 16);
    const options = { ...PLAIN, crop: 4, pad: 2, flip: true };
    const pipeline = makeImagePipeline(options, images);
    expect(pipeline.outputShape).toEqual([3, 4, 4]);
    pipeline.fillCentered(out, { images, indices });
    // Of 7 columns, 1 is cut off on the left and 2 on the right.
    const expected = indices.flatMap((index) =>
      naiveCut(images, index, { pad: 0, side: [4, 4], at: [1, 1], flip: false }),
    );
    expect([...out].map((value) => Math.round(value * 255))).toEqual(expected);
  });

  it('normalises each channel by the training images', () => {
    // Channel 0 holds 0 and 255 (mean 1/2, deviation 1/2), channel 1 is 51 throughout (1/5).
    const training = hostTensor('uint8', [2, 1, 1, 2], Uint8Array.of(0, 51, 255, 51));
    const pipeline = makeImagePipeline({ ...PLAIN, normalization: 'per-channel' }, training);
    expect(pipeline.normalization).toEqual({
      name: 'per-channel',
      means: [0.5, 0.2],
      standardDeviations: [0.5, 1],
    });
    const images = hostTensor('uint8', [1, 1, 1, 2], Uint8Array.of(204, 0));
    const out = new Float32Array(2);
    pipeline.fillCentered(out, { images, indices: [0] });
    // (0.8 − 0.5) / 0.5 and 0 − 0.2.
    expectAllClose(out, [0.6, -0.2], { rtol: 1e-6 });
  });

  it('gives the padding the value of black', () => {
    const training = hostTensor('uint8', [2, 1, 1], Uint8Array.of(0, 255));
    const options = { ...PLAIN, pad: 1, crop: 3, normalization: 'per-channel' } as const;
    const out = new Float32Array(9);
    makeImagePipeline(options, training).fillCentered(out, { images: training, indices: [1] });
    expect([...out]).toEqual([-1, -1, -1, -1, 1, -1, -1, -1, -1]);
  });

  it('standardises each image over all of its channels, after it is cut', () => {
    const images = hostTensor(
      'uint8',
      [2, 2, 1, 3],
      Uint8Array.of(10, 20, 30, 40, 50, 60, 7, 7, 7, 7, 7, 7),
    );
    const pipeline = makeImagePipeline({ ...PLAIN, normalization: 'per-image' }, images);
    const out = new Float32Array(12);
    pipeline.fillCentered(out, { images, indices: [0, 1] });
    // Of 10 … 60 in steps of 10 the mean is 35 and the variance 10²·(6² − 1)/12.
    const deviation = 10 * Math.sqrt(35 / 12);
    const standard = [10, 40, 20, 50, 30, 60].map((pixel) => (pixel - 35) / deviation);
    expectAllClose(out.subarray(0, 6), standard, { rtol: 1e-6 });
    expect([...out.subarray(6)]).toEqual([0, 0, 0, 0, 0, 0]);
    // One pixel in 900 differs: the deviation, √899/900, is less than the least, 1/√900.
    const flat = hostTensor('uint8', [1, 30, 30], new Uint8Array(900).fill(8).fill(9, 0, 1));
    const nearlyFlat = new Float32Array(900);
    makeImagePipeline({ ...PLAIN, normalization: 'per-image' }, flat).fillCentered(nearlyFlat, {
      images: flat,
      indices: [0],
    });
    expectAllClose(nearlyFlat.subarray(0, 2), [(899 / 900) * 30, -30 / 900], { rtol: 1e-6 });
  });

  it('draws alike for the same stream', () => {
    const images = randomImages([8, 6, 6, 3]);
    const indices = images.data.slice(0, 30).map((value) => value % 8);
    const pipeline = makeImagePipeline({ ...PLAIN, pad: 2, flip: true }, images);
    const fill = (seed: number): Float32Array => {
      const out = new Float32Array(30 * 108);
      pipeline.fillAugmented(out, { images, indices }, Rng.fromSeed(seed));
      return out;
    };
    expect(fill(1)).toEqual(fill(1));
    expect(fill(1)).not.toEqual(fill(2));
  });

  it('refuses what does not fit', () => {
    const images = randomImages([2, 6, 4]);
    const make = (options: Partial<ImagePipelineOptions>) => () =>
      makeImagePipeline({ ...PLAIN, ...options }, images);
    expect(make({ crop: 7, pad: 1 })).toThrow(ShapeError);
    expect(make({ crop: 7, pad: 1 })).toThrow(
      'expected a crop of at most 6, the side of the padded images, got 7; lower --crop or raise --pad',
    );
    expect(make({ pad: -1 })).toThrow(ValueRangeError);
    expect(make({ crop: 0 })).toThrow(ValueRangeError);
    const pipeline = makeImagePipeline(PLAIN, images);
    expect(() => {
      pipeline.fillCentered(new Float32Array(24), { images, indices: [0, 1] });
    }).toThrow('expected images [6, 4] and 2 x 24 elements for them, got [6, 4] and 24');
    expect(() => {
      const other = randomImages([1, 4, 6]);
      pipeline.fillCentered(new Float32Array(24), { images: other, indices: [0] });
    }).toThrow('got [4, 6] and 24');
    for (const index of [2, -1, 0.5, NaN]) {
      const batch = { images, indices: [1, index] };
      const wrong = `expected indices to be whole numbers in [0, 2), got ${index} at place 1`;
      expect(() => {
        pipeline.fillCentered(new Float32Array(48), batch);
      }).toThrow(wrong);
      expect(() => {
        pipeline.fillAugmented(new Float32Array(48), batch, Rng.fromSeed(0));
      }).toThrow(wrong);
    }
  });
});
