import { availableParallelism } from 'node:os';
import type { RunFlags } from '../commands/run-flags.ts';
import { shellCommand } from '../terminal/shell-command.ts';

/** The command that makes a tour again: the flags that are not what they would be if left out. */
export function repeatCommand({
  seed,
  threads,
  device,
  out,
}: Pick<RunFlags, 'seed' | 'threads' | 'device' | 'out'>): string {
  return shellCommand('npx temper tour', [
    ['--seed', seed, 0],
    ['--threads', threads, availableParallelism()],
    ['--device', device, 'auto'],
    ['--out', out, 'temper-tour'],
  ]);
}
