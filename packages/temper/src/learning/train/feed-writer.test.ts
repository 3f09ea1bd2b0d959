import { describe, expect, it } from 'vitest';
import { Rng } from '../../base/index.ts';
import type { NamedHostTensors } from '../../engine/runtime/index.ts';
import {
  type FeedLayout,
  FeedWriter,
  type StepRange,
  stepsPerEpoch,
  type TrainingExamples,
} from './feed-writer.ts';

const BATCH = 4;
const LAYOUT: FeedLayout = {
  batchSize: BATCH,
  images: [BATCH, 3],
  masks: [
    { name: 'input.mask', keep: 0.75, shape: [BATCH, 3] },
    { name: 'hidden.mask', keep: 0.5, shape: [BATCH, 16] },
  ],
};
/** 18 examples make four batches; two are left over. */
const COUNT = 18;

/** Images `[index, random, random]`; drawn for each are `draws` more numbers, which go unused. */
function numbered(draws = 0, count = COUNT): TrainingExamples {
  return {
    labels: Int32Array.from({ length: count }, (_, i) => 1000 + i),
    fill(images, indices, rng) {
      indices.forEach((index, i) => {
        images.set([index, rng.uniform(), rng.uniform()], 3 * i);
        for (let n = 0; n < draws; n++) rng.uint32();
      });
    },
  };
}

function makeWriter(examples: TrainingExamples = numbered(), layout = LAYOUT): FeedWriter {
  return new FeedWriter(layout, { examples, rng: Rng.fromSeed(5) });
}

/** Elements by name, in buffers of their own. */
function write(writer: FeedWriter, range: StepRange): Record<string, number[]> {
  const feeds: NamedHostTensors = writer.write(range, writer.allocate(range.count));
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data }]) => [name, Array.from(data, Number)]),
  );
}

/** The examples of a whole epoch, in order. */
function epoch(writer: FeedWriter, which: number): number[] {
  const { images } = write(writer, { first: 4 * which, count: 4 });
  return images!.filter((_, i) => i % 3 === 0);
}

describe('FeedWriter', () => {
  it('writes the same in one go, in parts, and where a run begins later', () => {
    const whole = write(makeWriter(), { first: 0, count: 4 });
    const writer = makeWriter();
    const one = write(writer, { first: 0, count: 1 });
    const three = write(writer, { first: 1, count: 3 });
    const later = write(makeWriter(), { first: 1, count: 3 });
    expect(Object.keys(whole)).toEqual(['images', 'labels', 'input.mask', 'hidden.mask']);
    for (const [name, values] of Object.entries(whole)) {
      expect([...one[name]!, ...three[name]!], name).toEqual(values);
    }
    expect(later).toEqual(three);
  });

  it('gives the front parts of larger buffers, one step after the other', () => {
    const writer = makeWriter();
    const buffers = writer.allocate(3);
    const feeds = writer.write({ first: 5, count: 2 }, buffers);
    const shapes = Object.entries(feeds).map(([name, { dtype, shape }]) => [name, dtype, shape]);
    expect(shapes).toEqual([
      ['images', 'float32', [2, BATCH, 3]],
      ['labels', 'int32', [2, BATCH]],
      ['input.mask', 'bool', [2, BATCH, 3]],
      ['hidden.mask', 'bool', [2, BATCH, 16]],
    ]);
    for (const [name, { data }] of Object.entries(feeds)) {
      expect(data.buffer, name).toBe(buffers[name]!.data.buffer);
      expect(data.byteOffset, name).toBe(0);
    }
  });

  it('feeds each image with its label', () => {
    const { images, labels } = write(makeWriter(), { first: 4, count: 4 });
    expect(labels).toEqual(images!.filter((_, i) => i % 3 === 0).map((index) => 1000 + index));
  });

  it('changes the order at each epoch, and shows no example twice in one', () => {
    const writer = makeWriter();
    const [first, second] = [epoch(writer, 0), epoch(writer, 1)];
    for (const shown of [first, second]) {
      expect(new Set(shown).size).toBe(4 * BATCH);
      expect(shown.every((index) => index >= 0 && index < COUNT)).toBe(true);
    }
    expect(second).not.toEqual(first);
    expect(epoch(writer, 0)).toEqual(first);
  });

  it('augments and masks the same examples otherwise at another step', () => {
    const layout = {
      batchSize: 1,
      images: [1, 3],
      masks: [{ name: 'mask', keep: 0.5, shape: [1, 64] }],
    };
    const writer = makeWriter(numbered(0, 1), layout);
    const [first, second] = [0, 1].map((step) => write(writer, { first: step, count: 1 }));
    expect(second!.labels).toEqual(first!.labels);
    expect(second!.images).not.toEqual(first!.images);
    expect(second!.mask).not.toEqual(first!.mask);
  });

  it('draws masks that do not depend on how much augmentation draws', () => {
    const range = { first: 1, count: 3 };
    const [few, many] = [numbered(), numbered(7)].map((data) => write(makeWriter(data), range));
    expect(many!.images).not.toEqual(few!.images);
    for (const name of ['labels', 'input.mask', 'hidden.mask']) {
      expect(many![name], name).toEqual(few![name]);
    }
  });
});

describe('stepsPerEpoch', () => {
  it('counts full batches', () => {
    expect(stepsPerEpoch(300, 128)).toBe(2);
    expect(stepsPerEpoch(256, 128)).toBe(2);
  });

  it('asks for a smaller batch when there are fewer examples than it holds', () => {
    expect(() => stepsPerEpoch(100, 128)).toThrow(
      'training: expected at least one batch of 128 examples, got 100; use a smaller --batch-size',
    );
  });
});
