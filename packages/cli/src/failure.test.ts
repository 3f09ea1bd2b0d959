import { CommanderError } from 'commander';
import { FormatError, GraphError } from 'temper';
import { describe, expect, it } from 'vitest';
import { BrokenError } from './broken-error.ts';
import { describeFailure } from './failure.ts';
import { InterruptedError } from './terminal/interrupts.ts';
import { UserError } from './user-error.ts';

const HELP = 'temper train --help';

describe('describeFailure', () => {
  it('gives a mistake of the user one line and exit code 2', async () => {
    const line = { exitCode: 2, text: 'temper: expected a, got b; do c\n' };
    expect(await describeFailure(new UserError('expected a, got b;\n  do c\n'), HELP)).toEqual(
      line,
    );
    expect(await describeFailure(new FormatError('expected a, got b; do c'), HELP)).toEqual(line);
  });

  it('gives a refusal of the system one line and exit code 2', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
    });
    expect(await describeFailure(full, HELP)).toEqual({
      exitCode: 2,
      text: 'temper: the system refused: ENOSPC: no space left on device, write; make room on the disk\n',
    });
  });

  it('gives a mistake in the call one line that ends with the help to ask for', async () => {
    const error = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '--a'\n(Did you mean --b?)",
    );
    expect(await describeFailure(error, HELP)).toEqual({
      exitCode: 2,
      text: "temper: unknown option '--a' (Did you mean --b?); 'temper train --help' lists what there is\n",
    });
  });

  it('says nothing about help, and calls a missing command a mistake', async () => {
    expect(
      await describeFailure(new CommanderError(0, 'commander.helpDisplayed', ''), HELP),
    ).toEqual({ exitCode: 0, text: '' });
    expect(await describeFailure(new CommanderError(1, 'commander.help', ''), HELP)).toEqual({
      exitCode: 2,
      text: '',
    });
  });

  it('tells Ctrl-C and a broken installation apart by exit code', async () => {
    expect(await describeFailure(new InterruptedError('go on with x'), HELP)).toEqual({
      exitCode: 130,
      text: 'temper: go on with x\n',
    });
    expect((await describeFailure(new BrokenError('broken: x'), HELP)).exitCode).toBe(1);
  });

  it.each([
    new Error('internal: impossible'),
    new GraphError('internal: impossible'),
    new TypeError('x is undefined'),
    Object.assign(new Error('no such file'), { code: 'ENOENT' }),
  ])('gives %s a stack and exit code 1', async (error) => {
    const { exitCode, text } = await describeFailure(error, HELP);
    expect(exitCode).toBe(1);
    expect(text).toContain(error.message);
    expect(text).toMatch(/\n +at .*failure[.]test[.]ts/);
  });

  it('shows what was thrown where it is no error', async () => {
    expect((await describeFailure('a word', HELP)).text).toContain("'a word'");
  });
});
