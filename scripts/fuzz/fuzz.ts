import { Rng } from 'temper';
import { feed, type Outcome } from './feed.ts';
import { type Input, type InputKind, validInputs } from './inputs.ts';
import { mutate } from './mutations.ts';

/** The longest that one input may keep the processor, in milliseconds; they have a few kilobytes. */
const MAX_MILLISECONDS = 2000;
/** What may be held at any time. */
const MAX_BUFFERS = 400 * 2 ** 20;
const MAX_RESIDENT = 1200 * 2 ** 20;

/** A damaged input. */
export interface Damaged {
  readonly index: number;
  readonly name: string;
  readonly kind: InputKind;
  readonly bytes: Uint8Array;
}

/** Which inputs to make. */
export interface FuzzOptions {
  readonly seed: number;
  readonly from?: number;
  readonly count: number;
}

/** An input that was handled wrongly. */
export class FuzzFailure extends Error {
  readonly damaged: Damaged;

  constructor(damaged: Damaged, why: string, cause?: unknown) {
    super(`input ${damaged.index} (${damaged.name}): ${why}`, { cause });
    this.damaged = damaged;
  }
}

/** The input of a number: a function of the seed and the number alone. */
export function damagedInput(inputs: readonly Input[], seed: number, index: number): Damaged {
  const { name, kind, bytes } = inputs[index % inputs.length]!;
  return { index, name, kind, bytes: mutate(bytes, Rng.fromSeed(seed).fork('fuzz', index)) };
}

/**
 * Damages valid files and reads them. Each must be read or refused by an error made for users, in time
 * and in bounded memory.
 * @param onInput - Told after every input.
 * @throws FuzzFailure for the first that is not.
 */
export async function fuzz(
  { seed, from = 0, count }: FuzzOptions,
  onInput: (damaged: Damaged, outcome: Outcome) => void = () => undefined,
): Promise<void> {
  const inputs = validInputs();
  for (let index = from; index < from + count; index++) {
    const damaged = damagedInput(inputs, seed, index);
    const start = process.cpuUsage();
    let outcome: Outcome;
    try {
      outcome = await feed(damaged.kind, damaged.bytes);
    } catch (error) {
      throw new FuzzFailure(damaged, `threw ${String(error)}`, error);
    }
    const used = process.cpuUsage(start);
    const took = (used.user + used.system) / 1000;
    if (took > MAX_MILLISECONDS) throw new FuzzFailure(damaged, `took ${took.toFixed(0)} ms`);
    const { arrayBuffers, rss } = process.memoryUsage();
    if (arrayBuffers > MAX_BUFFERS || rss > MAX_RESIDENT) {
      throw new FuzzFailure(damaged, `left ${arrayBuffers} bytes of buffers, ${rss} resident`);
    }
    onInput(damaged, outcome);
  }
}
