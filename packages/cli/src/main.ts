import { helpCall, makeProgram } from './commands/program.ts';
import { describeFailure } from './failure.ts';

/**
 * Runs the command.
 * @param args - What follows its name.
 * @returns The exit code: 0 done, 1 a fault of Temper's, 2 a mistake in the call or the input, 130
 * stopped by Ctrl-C.
 */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on('error', endQuietly);
  process.stderr.on('error', endQuietly);
  const program = makeProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    const { exitCode, text } = await describeFailure(error, helpCall(program, args));
    process.stderr.write(text);
    return exitCode;
  }
}

/** Whoever read the output has gone (`temper data list | head -1`): there is nobody to tell more. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
