import { RECIPES, resolveTrialConfig, type TrialConfig } from 'temper';
import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../trials/trial-events.ts';
import { trainedOn } from './trained-on.ts';

/** What is read of a finished trial. */
function resultOf(config: TrialConfig, counts: readonly number[], numClasses: number): TrialResult {
  const split = (index: number): object => ({ calibration: { diagram: { count: counts[index] } } });
  const result = {
    record: { config },
    classNames: Array.from({ length: numClasses }, (_, label) => `class ${label}`),
    analysis: { splits: { train: split(0), validation: split(1), test: split(2) } },
  };
  return result as unknown as TrialResult;
}

describe('trainedOn', () => {
  it('says what a dense network was trained on', () => {
    const { config } = RECIPES.glyphs;
    const small = resolveTrialConfig({ ...config, model: { name: 'mlp', hidden: [10] } });
    // 784 · 10 + 10 and 10 · 3 + 3.
    expect(trainedOn(resultOf(small, [12_000, 2_000, 6_000], 3))).toBe(
      'Trained on 12,000 images of 3 classes, 28×28 pixels in grey; validated on 2,000 and tested on 6,000 others. The network has 7,883 parameters.',
    );
  });

  it('says what is cut out of a folder’s images', () => {
    const cut = resolveTrialConfig({
      ...RECIPES['photos-cnn'].config,
      data: { name: 'folder', path: 'pets', size: 32 },
      images: { crop: 24 },
    });
    // Convolutions 896 + 9,248 + 18,496; dense (6 · 6 · 64 + 1) · 128; head 129 · 10.
    expect(trainedOn(resultOf(cut, [70, 10, 20], 10))).toBe(
      'Trained on 70 images of 10 classes, 32×32 pixels in colour, of which the network sees 24×24; validated on 10 and tested on 20 others. The network has 324,970 parameters.',
    );
  });
});
