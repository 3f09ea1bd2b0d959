import { availableParallelism } from 'node:os';
import type { AuditFlags } from '../commands/audit-flags.ts';
import { quoteForShell, shellCommand } from '../terminal/shell-command.ts';

/** The command that makes an audit again: the flags that are not what they would be if left out. */
export function repeatAudit(sources: readonly string[], flags: AuditFlags): string {
  const command = ['npx temper audit', ...sources.map(quoteForShell)].join(' ');
  const valued = shellCommand(command, [
    ['--data', flags.data],
    ['--data-dir', flags.dataDir],
    ['--head', flags.head],
    ['--output', flags.output],
    ['--normalization', flags.normalization],
    ['--mean', flags.mean?.join(',')],
    ['--std', flags.std?.join(',')],
    ['--crop', flags.crop],
    ['--threads', flags.threads, availableParallelism()],
    ['--split', flags.split, 0.5],
    ['--seed', flags.seed, 0],
    ['--convention', flags.convention, 'temper'],
    ['--bins', flags.bins],
    ['--bootstrap', flags.bootstrap, 200],
    ['--out', flags.out, 'temper-audit'],
  ]);
  const switches = [
    ...(flags.inSample ? ['--in-sample'] : []),
    ...(flags.binary ? ['--binary'] : []),
  ];
  return [valued, ...switches].join(' ');
}
