import { assertInteger } from './assertions.ts';
import { portableLog } from './portable-math.ts';
import { threefry2x32 } from './threefry.ts';

/** Folds a label into a key; strings are hashed character by character. */
function foldIn(key: readonly [number, number], label: string | number): [number, number] {
  if (typeof label === 'number') {
    return threefry2x32(key, [(label % 0x100000000) | 0, Math.floor(label / 0x100000000)]);
  }
  let folded = threefry2x32(key, [label.length, 0x73747200]);
  for (let i = 0; i < label.length; i++) folded = threefry2x32(folded, [label.charCodeAt(i), i]);
  return folded;
}

/**
 * A stream of random numbers that is a function of its key alone.
 *
 * `fork` derives an independent stream from labels (`rng.fork('dropout', step)`), so that the numbers
 * of step 1,000 need none of the 999 before it: a resumed run draws what an uninterrupted one would
 * have drawn. Keys are derived with Threefry-2x32; within one stream the numbers come from sfc32,
 * seeded by the key. Only exactly rounded arithmetic is used: every platform draws the same.
 */
export class Rng {
  readonly #key: readonly [number, number];
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal: number | undefined;

  private constructor(key: readonly [number, number]) {
    this.#key = key;
    const [a, b] = threefry2x32(key, [0, 1]);
    this.#a = a;
    this.#b = b;
    this.#c = threefry2x32(key, [1, 1])[0];
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** The stream of a seed, a whole number from 0 to 2^53 − 1. */
  static fromSeed(seed: number): Rng {
    assertInteger('Rng.fromSeed', 'seed', seed);
    return new Rng(foldIn([0x74656d70, 0x65720001], seed));
  }

  /** An independent stream named by labels; does not advance this one. */
  fork(...labels: readonly (string | number)[]): Rng {
    return new Rng(labels.reduce<readonly [number, number]>(foldIn, this.#key));
  }

  /** A whole number, uniform over [0, 2^32). */
  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** Uniform over [0, 1), 53 bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number, uniform over [0, bound); without modulo bias. `bound` at most 2^32. */
  integer(bound: number): number {
    const limit = 0x100000000 - (0x100000000 % bound);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % bound;
  }

  /**
   * Fills an array with whole numbers, the ones that as many calls of `integer` would draw, in a small
   * part of their time. `bound` at most 2^32.
   */
  fillIntegers(numbers: Uint32Array, bound: number): void {
    const limit = 0x100000000 - (0x100000000 % bound);
    // Local copies of the state stay in registers.
    let [a, b, c, counter] = [this.#a, this.#b, this.#c, this.#counter];
    for (let i = 0; i < numbers.length; i++) {
      let word: number;
      do {
        const t = (((a + b) | 0) + counter) | 0;
        counter = (counter + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + t) | 0;
        word = t >>> 0;
      } while (word >= limit);
      // The remainder of whole numbers below 2^53, exactly; the operator % calls a slow routine.
      numbers[i] = word - Math.floor(word / bound) * bound;
    }
    [this.#a, this.#b, this.#c, this.#counter] = [a, b, c, counter];
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * portableLog(square)) / square);
        this.#spareNormal = y * scale;
        return x * scale;
      }
    }
  }

  /** A random order of 0 … length−1 (Fisher-Yates). */
  permutation(length: number): Uint32Array {
    const order = Uint32Array.from({ length }, (_, index) => index);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  }
}
