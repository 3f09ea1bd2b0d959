import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quoteForShell, shellCommand } from './shell-command.ts';

describe('shellCommand', () => {
  it('leaves out what is the default or has no value', () => {
    const options = [
      ['--seed', 0, 0],
      ['--out', 'runs', 'runs'],
      ['--data-dir', undefined],
    ] as const;
    expect(shellCommand('npx temper tour', options)).toBe('npx temper tour');
  });

  it('gives every other option, in quotes where a shell needs them', () => {
    const options = [
      ['--seed', 3, 0],
      ['--seeds', '0,1'],
      ['--out', 'my tour', 'runs'],
    ] as const;
    expect(shellCommand('npx temper tour', options)).toBe(
      "npx temper tour --seed 3 --seeds 0,1 --out 'my tour'",
    );
  });
});

describe('quoteForShell', () => {
  it.each(['plain/path.txt', 'my "own" $HOME', "it's", 'a;b|c', '*'])('%s comes back', (word) => {
    const said = execFileSync('/bin/sh', ['-c', `printf %s ${quoteForShell(word)}`]);
    expect(said.toString()).toBe(word);
  });
});
