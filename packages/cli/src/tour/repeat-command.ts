import { availableParallelism } from 'node:os';
import type { RunFlags } from '../commands/run-flags.ts';

/** The command that makes a tour again: the flags that are not what they would be if left out. */
export function repeatCommand({
  seed,
  threads,
  out,
}: Pick<RunFlags, 'seed' | 'threads' | 'out'>): string {
  const words = ['npx temper tour'];
  if (seed !== 0) words.push(`--seed ${seed}`);
  if (threads !== availableParallelism()) words.push(`--threads ${threads}`);
  if (out !== 'temper-tour') words.push(`--out ${quoted(out)}`);
  return words.join(' ');
}

/** A path as a shell reads it. */
function quoted(path: string): string {
  return /^[\w./:@%+,=-]+$/.test(path) ? path : `"${path.replaceAll(/["$`\\]/g, '\\$&')}"`;
}
