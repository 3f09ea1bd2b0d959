import type { Rng } from 'temper';

/** A way to damage a file. */
type Mutation = (bytes: Uint8Array, rng: Rng) => Uint8Array;

/** Values that lengths, counts and offsets are blown up to. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff] as const;

const flipBits: Mutation = (bytes, rng) => {
  const copy = bytes.slice();
  for (let left = 1 + rng.integer(8); left > 0; left--) {
    copy[rng.integer(copy.length)]! ^= 1 << rng.integer(8);
  }
  return copy;
};

const truncate: Mutation = (bytes, rng) => bytes.slice(0, rng.integer(bytes.length));

/** Moves, repeats or leaves out a range. */
const splice: Mutation = (bytes, rng) => {
  const from = rng.integer(bytes.length);
  const range = bytes.subarray(from, from + rng.integer(64));
  const to = rng.integer(bytes.length);
  const behind = bytes.subarray(Math.min(bytes.length, to + rng.integer(64)));
  return Uint8Array.from([...bytes.subarray(0, to), ...range, ...behind]);
};

/** Puts an extreme number of 1 to 8 bytes anywhere, in either byte order. */
const blowUp: Mutation = (bytes, rng) => {
  const copy = bytes.slice();
  const width = [1, 2, 4, 8][rng.integer(4)]!;
  const at = rng.integer(Math.max(1, copy.length - width));
  const value = BigInt(EXTREMES[rng.integer(EXTREMES.length)]!) << BigInt(8 * rng.integer(width));
  const isBig = rng.integer(2) === 1;
  for (let i = 0; i < width && at + i < copy.length; i++) {
    copy[at + i] = Number((value >> BigInt(8 * (isBig ? width - 1 - i : i))) & 0xffn);
  }
  return copy;
};

/** Changes bytes where formats keep their headers: the first and the last few hundred. */
const editHeader: Mutation = (bytes, rng) => {
  const copy = bytes.slice();
  const reach = Math.min(copy.length, 300);
  const start = rng.integer(2) === 0 ? 0 : copy.length - reach;
  for (let left = 1 + rng.integer(4); left > 0; left--) {
    copy[start + rng.integer(reach)] = rng.integer(256);
  }
  return copy;
};

/** Writes another digit, sign or bracket over one that is there: what text headers are made of. */
const editText: Mutation = (bytes, rng) => {
  const copy = bytes.slice();
  const letters = '0123456789-+.eE,"\'()[]{}:\n\r naif<>|';
  for (let tries = 0, left = 1 + rng.integer(4); left > 0 && tries < 200; tries++) {
    const at = rng.integer(copy.length);
    if (!letters.includes(String.fromCharCode(copy[at]!))) continue;
    copy[at] = letters.charCodeAt(rng.integer(letters.length));
    left--;
  }
  return copy;
};

const MUTATIONS = [flipBits, truncate, splice, blowUp, editHeader, editText] as const;

/** Damages a file in one to three ways. */
export function mutate(bytes: Uint8Array, rng: Rng): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + rng.integer(3); left > 0 && mutated.length > 0; left--) {
    mutated = MUTATIONS[rng.integer(MUTATIONS.length)]!(mutated, rng);
  }
  return mutated;
}
