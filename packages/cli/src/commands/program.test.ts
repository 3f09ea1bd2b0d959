import { describe, expect, it } from 'vitest';
import { describeFailure } from '../failure.ts';
import { helpCall, makeProgram } from './program.ts';

async function failureOf(args: readonly string[]): Promise<unknown> {
  const program = makeProgram();
  const error: unknown = await program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return describeFailure(error, helpCall(program, args));
}

describe('makeProgram', () => {
  it.each([
    [
      ['trian'],
      "unknown command 'trian' (Did you mean train?); 'temper --help' lists what there is",
    ],
    [['--json'], "unknown option '--json'; 'temper --help' lists what there is"],
    [
      ['train', '--hiden', '3'],
      "unknown option '--hiden' (Did you mean --hidden?); 'temper train --help' lists what there is",
    ],
    [
      ['train', '--epochs'],
      "option '--epochs <n>' argument missing; 'temper train --help' lists what there is",
    ],
    [
      ['doctor', 'me'],
      "too many arguments for 'doctor'. Expected 0 arguments but got 1; 'temper doctor --help' lists what there is",
    ],
    [
      ['data', 'get'],
      "missing required argument 'name'; 'temper data get --help' lists what there is",
    ],
    [
      ['data', 'get', 'cifar'],
      "expected the data set to be one of mnist, cifar10, cifar100, got 'cifar'",
    ],
    [
      ['train', '--data', 'cifar'],
      "expected --data to be one of glyphs, mnist, cifar10, cifar100 or folder:PATH, got 'cifar'",
    ],
    [
      ['train', '--model', 'vgg'],
      "expected --model to be one of mlp, cnn, cifar-alexnet, resnet20, resnet26, … resnet110 or resnet20-v2, … resnet110-v2, got 'vgg'",
    ],
    [
      ['train', '--threads', 'all'],
      "expected --threads to be a whole number in [1, 1024], got 'all'",
    ],
    [['tour', '--out', ''], "expected --out to be a folder, got ''"],
  ])('answers %j with one line and exit code 2', async (args, message) => {
    expect(await failureOf(args)).toEqual({ exitCode: 2, text: `temper: ${message}\n` });
  });
});
