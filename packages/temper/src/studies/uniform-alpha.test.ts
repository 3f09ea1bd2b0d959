import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../test/support/matchers.ts';
import { targetRow } from '../learning/losses/index.ts';
import { uniformAlpha } from './uniform-alpha.ts';

describe('uniformAlpha', () => {
  it.each(['uniform', 'other-classes'] as const)(
    'gives the same target row as %s',
    (convention) => {
      const alpha = uniformAlpha({ labelSmoothing: 0.09, convention }, 10);
      expectAllClose(
        targetRow({ numClasses: 10, label: 3, alpha }),
        targetRow({ numClasses: 10, label: 3, alpha: 0.09, convention }),
      );
    },
  );

  it('knows that a label below the others has no such α', () => {
    expect(uniformAlpha({ labelSmoothing: 0.95, convention: 'other-classes' }, 10)).toBe(0);
  });

  it('knows that smoothing towards label frequencies has no such α', () => {
    expect(uniformAlpha({ labelSmoothing: 0.1, convention: 'unigram' }, 10)).toBe(0);
  });
});
