import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a command ended. */
export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const TEMPER = fileURLToPath(new URL('../../bin/temper.js', import.meta.url));

/** Runs the real `temper`, or another script, in a process of its own. */
export function runCommand(
  args: readonly string[],
  {
    cwd,
    env = {},
    script = TEMPER,
    closeStdout = false,
  }: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly script?: string;
    /** Closes the reading end of standard output at once. */
    readonly closeStdout?: boolean;
  } = {},
): Promise<CommandOutcome> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...process.env, TEMPER_DATA: '', ...env },
  });
  let stdout = '';
  let stderr = '';
  if (closeStdout) child.stdout.destroy();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}
