const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a block cipher on two 32-bit words, used as a counter-based random
 * function: (key, counter) to two independent words, with integer arithmetic only, so that every
 * platform gets the same numbers.
 *
 * References: Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011.
 */
export function threefry2x32(
  key: readonly [number, number],
  counter: readonly [number, number],
): [number, number] {
  const keys = [key[0], key[1], PARITY ^ key[0] ^ key[1]] as const;
  let x = (counter[0] + keys[0]) | 0;
  let y = (counter[1] + keys[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const rotation = ROTATIONS[round % 8]!;
    x = (x + y) | 0;
    y = ((y << rotation) | (y >>> (32 - rotation))) ^ x;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = (x + keys[(injection % 3) as 0 | 1 | 2]) | 0;
      y = (y + keys[((injection + 1) % 3) as 0 | 1 | 2] + injection) | 0;
    }
  }
  return [x >>> 0, y >>> 0];
}
