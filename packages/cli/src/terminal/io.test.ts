import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Io, type IoTarget, withIo } from './io.ts';

function run(
  json: boolean,
  command: (io: Io) => void,
  { terminal = false, env = {} }: { terminal?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): IoTarget['stdout'] => ({
    isTTY: terminal,
    columns: 40,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const signals = Object.assign(new EventEmitter(), { pid: 7, kill: () => undefined });
  const target = { stdout: stream('stdout'), stderr: stream('stderr'), env, signals };
  const action = (io: Io): Promise<void> =>
    Promise.resolve().then(() => {
      command(io);
    });
  return withIo(json, action, target).then(() => written);
}

describe('withIo', () => {
  const command = (io: Io): void => {
    io.info('a line');
    io.warn('beware');
    io.progress('work').finish();
    io.result({ a: 1 }, () => 'a table\n');
  };

  it('writes for a person to standard output, warnings and progress to standard error', async () => {
    expect(await run(false, command)).toEqual({
      stdout: 'a line\na table\n',
      stderr: 'temper: beware\nwork: done in 0 s\n',
    });
  });

  it('keeps standard output to the document with --json', async () => {
    const { stdout, stderr } = await run(true, command);
    expect(stdout).toBe('{\n  "a": 1\n}\n');
    expect(stderr).toBe('a line\ntemper: beware\nwork: done in 0 s\n');
  });

  it.each([0, 2])('calls %d results instead of one a fault of ours', async (count) => {
    const results = (io: Io): void => {
      for (let i = 0; i < count; i++) io.result({}, () => '');
    };
    await expect(run(true, results)).rejects.toThrow(`internal: a command gave ${count} results`);
  });

  it('knows the width and colours of a terminal only, and honours NO_COLOR', async () => {
    const seen: unknown[] = [];
    const look = (io: Io): void => {
      seen.push(io.width, io.style.red('x'));
      io.result({}, () => '');
    };
    await run(false, look);
    await run(false, look, { terminal: true });
    await run(false, look, { terminal: true, env: { NO_COLOR: '1' } });
    expect(seen).toEqual([Infinity, 'x', 40, '\x1b[31mx\x1b[39m', 40, 'x']);
  });
});
