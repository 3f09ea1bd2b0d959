import { reliabilityDiagram } from 'temper';
import { describe, expect, it } from 'vitest';
import { classTile } from './class-tile.ts';

/** Subpaths of a class of paths. */
function pathsOf(tile: string, name: string): string[] {
  const path = new RegExp(`class="${name}" d="M([^"]*)"`).exec(tile)?.[1];
  return path?.split('M') ?? [];
}

describe('classTile', () => {
  it('draws bars to the share that came true, and the gap to the diagonal', () => {
    const bin = { lower: 0.5, upper: 0.75, count: 40, meanConfidence: 0.6, accuracy: 0.25 };
    const few = { lower: 0.75, upper: 1, count: 3, meanConfidence: 0.8, accuracy: 1 };
    const never = { lower: 0, upper: 0.25, count: 90, meanConfidence: 0.1, accuracy: 0 };
    const empty = { lower: 0.25, upper: 0.5, count: 0, meanConfidence: null, accuracy: null };
    const bins = [never, empty, bin, few];
    const tile = classTile({ convention: 'temper', numBins: 4, count: 133, bins });
    expect(pathsOf(tile, 'bars')).toEqual(['50 100V75H75V100z', '75 100V0H100V100z']);
    expect(pathsOf(tile, 'over')).toEqual(['10 90V100', '60 40V75']);
    expect(pathsOf(tile, 'under few')).toEqual(['80 20V0']);
    expect(pathsOf(tile, 'under')).toEqual([]);
    expect(pathsOf(tile, 'over few')).toEqual([]);
  });

  it('stays under 1.5 kB with fifteen full bins', () => {
    const confidences = Float64Array.from({ length: 3000 }, (_, n) => (n + 0.123) / 3000);
    const correct = Uint8Array.from(confidences, (_, n) => +(n % 3 === 0));
    expect(classTile(reliabilityDiagram({ confidences, correct })).length).toBeLessThan(1500);
  });
});
