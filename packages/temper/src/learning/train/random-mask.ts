import type { Rng } from '../../base/index.ts';

/**
 * Fills a mask with 1 (keep) with probability `keep`, else 0. Draws 16 bits per element, so the
 * probability is met to within 2⁻¹⁷; one word serves two elements.
 */
export function fillMask(mask: Uint8Array, keep: number, rng: Rng): void {
  const threshold = Math.round(keep * 0x10000);
  for (let i = 0; i < mask.length; i += 2) {
    const word = rng.uint32();
    mask[i] = (word & 0xffff) < threshold ? 1 : 0;
    // Writing one past an odd end is ignored by typed arrays.
    mask[i + 1] = word >>> 16 < threshold ? 1 : 0;
  }
}
