import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { BrokenError } from './broken-error.ts';
import { INTERRUPTED_EXIT_CODE, InterruptedError } from './terminal/interrupts.ts';
import { UserError } from './user-error.ts';

/** How the command ends when it fails, and what it says. */
export interface Failure {
  /** 1 a fault of ours or a broken installation, 2 a mistake in the call or its input, 130 stopped by Ctrl-C; 0 for help. */
  readonly exitCode: number;
  /** For standard error; a mistake is one line. */
  readonly text: string;
}

/** What the operating system may refuse for reasons that are the user's to mend. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'ask for a folder that can be read and written',
  EPERM: 'ask for a folder that can be read and written',
  EROFS: 'ask for a folder that can be written',
  ENOTDIR: 'ask for a folder',
  EEXIST: 'ask for a folder',
  EISDIR: 'ask for a file',
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room within the quota',
  EMFILE: 'raise the limit of open files',
};

/**
 * Decides whose mistake an error is.
 * @param helpCall - The call that explains the command that failed.
 */
export async function describeFailure(error: unknown, helpCall: string): Promise<Failure> {
  if (error instanceof CommanderError) return describeCallError(error, helpCall);
  if (error instanceof InterruptedError) return oneLine(INTERRUPTED_EXIT_CODE, error.message);
  if (error instanceof BrokenError) return oneLine(1, error.message);
  if (error instanceof UserError) return oneLine(2, error.message);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const remedy = REFUSALS[error.code];
    if (remedy !== undefined) return oneLine(2, `the system refused: ${error.message}; ${remedy}`);
    // Asked only now: loading the library takes longer than many a command.
    const { TemperError } = await import('temper');
    if (error instanceof TemperError && !error.message.startsWith('internal:')) {
      return oneLine(2, error.message);
    }
  }
  return {
    exitCode: 1,
    text: `temper: a fault of Temper's own, please report it:\n${inspect(error)}\n`,
  };
}

function describeCallError(error: CommanderError, helpCall: string): Failure {
  // Help and version arrive as errors too, already printed; so does help for want of a command.
  if (error.exitCode === 0) return { exitCode: 0, text: '' };
  if (error.code === 'commander.help') return { exitCode: 2, text: '' };
  const message = error.message.replace(/^error: /, '').replace(/[.]$/, '');
  return oneLine(2, `${message}; '${helpCall}' lists what there is`);
}

function oneLine(exitCode: number, message: string): Failure {
  return { exitCode, text: `temper: ${message.trim().replace(/\s*\n\s*/g, ' ')}\n` };
}
