import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { repeatCommand } from './repeat-command.ts';

const threads = availableParallelism();

describe('repeatCommand', () => {
  it('leaves out what is the default', () => {
    expect(repeatCommand({ seed: 0, threads, device: 'auto', out: 'temper-tour' })).toBe(
      'npx temper tour',
    );
  });

  it('gives every other flag, a path with spaces in quotes', () => {
    expect(
      repeatCommand({ seed: 3, threads: threads + 1, device: 'webgpu', out: 'my "own" tour' }),
    ).toBe(
      `npx temper tour --seed 3 --threads ${threads + 1} --device webgpu --out 'my "own" tour'`,
    );
    expect(repeatCommand({ seed: 0, threads, device: 'auto', out: '/tmp/tour' })).toBe(
      'npx temper tour --out /tmp/tour',
    );
  });
});
