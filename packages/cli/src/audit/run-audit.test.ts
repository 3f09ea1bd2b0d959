import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeNpz, type HostTensor, hostTensor, parseNpz, Rng } from 'temper';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandOutcome, runCommand } from '../../test/support/run-command.ts';

const GOLDEN = fileURLToPath(new URL('../../../temper/test/golden/onnx/', import.meta.url));
const COUNT = 300;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temper-audit-'));
  await writeFile(join(folder, 'sure.npz'), predictions(4));
  await writeFile(join(folder, 'modest.npz'), predictions(1));
});

afterAll(() => rm(folder, { recursive: true }));

/** Logits of three classes, of which the label's is larger; `scale` says how sure they are. */
function predictions(scale: number, change: (logits: Float32Array) => void = () => undefined) {
  const rng = Rng.fromSeed(1);
  const labels = Int32Array.from({ length: COUNT }, () => rng.integer(3));
  const logits = Float32Array.from(
    { length: 3 * COUNT },
    (_, i) => scale * (rng.normal() + (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0)),
  );
  change(logits);
  return encodeNpz(
    new Map<string, HostTensor>([
      ['logits', hostTensor('float32', [COUNT, 3], logits)],
      ['labels', hostTensor('int32', [COUNT], labels)],
    ]),
  );
}

function audit(...args: readonly string[]): Promise<CommandOutcome> {
  return runCommand(['audit', '--no-report', '--bootstrap', '20', ...args], { cwd: folder });
}

describe('temper audit', () => {
  test('of saved logits prints one JSON document with everything in it', async () => {
    const { exitCode, stdout } = await audit('sure.npz', '--json');
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    expect(document).toMatchObject({
      source: 'sure.npz',
      input: 'logits',
      n: COUNT,
      classes: 3,
      calibration: { convention: 'temper', bins: 15 },
      temperatureScaling: { fittedOn: 150, judgedOn: 150, inSample: false },
      smoothing: { verdict: expect.any(String) as string },
      report: null,
    });
    const figures = ['ece', 'rms', 'mce', 'classwiseMean', 'classwiseSum', 'debiasedL2', 'smece'];
    for (const key of figures) expect(document.calibration![key]).toBeTypeOf('number');
    for (const key of ['aurc', 'eaurc', 'augrc']) {
      expect(document.selective![key]).toBeTypeOf('number');
    }
    // Logits four times what the data call for.
    expect(document.temperatureScaling!.temperature).toBeGreaterThan(2.5);
  });

  test('of two sources compares the second with the first on the same examples', async () => {
    const { stdout } = await audit('sure.npz', 'modest.npz', '--json');
    const { models, comparison } = JSON.parse(stdout) as {
      models: { accuracy: number; nll: number }[];
      comparison: Record<string, { difference: number; interval: { upper: number } }>[];
    };
    expect(models[0]!.accuracy).toBe(models[1]!.accuracy);
    expect(comparison[0]).toMatchObject({ source: 'modest.npz', reference: 'sure.npz' });
    expect(comparison[0]!.nll!.difference).toBeCloseTo(models[1]!.nll - models[0]!.nll, 10);
    expect(comparison[0]!.nll!.interval.upper).toBeLessThan(0);
  });

  test('says in words what it found', async () => {
    const { stdout } = await audit('sure.npz');
    expect(stdout).toMatch(/^sure: 300 examples, 3 classes, logits/);
    expect(stdout).toMatch(/ECE +\d+\.\d\d % .* 15 bins, temper/);
    expect(stdout).toMatch(/Temperature T = .*over-confident/);
  });

  test.each(['mlp', 'cnn', 'transformer', 'no-bias', 'softmax'])(
    'of an ONNX model that PyTorch wrote is that of its saved logits: %s',
    async (name) => {
      const arrays = parseNpz(await readFile(join(GOLDEN, `${name}.npz`)));
      const saved = new Map([...arrays].filter(([key]) => key === 'logits' || key === 'labels'));
      await writeFile(join(folder, `${name}.npz`), encodeNpz(saved));
      const [ofModel, ofLogits] = await Promise.all([
        audit(join(GOLDEN, `${name}.onnx`), '--data', join(GOLDEN, `${name}.npz`), '--json'),
        audit(`${name}.npz`, '--json'),
      ]);
      const [model, logits] = [ofModel, ofLogits].map(
        ({ stdout }) =>
          JSON.parse(stdout) as { accuracy: number; nll: number; calibration: { ece: number } },
      );
      expect(model!.accuracy).toBe(logits!.accuracy);
      // Both are float32, from different kernels.
      expect(model!.nll).toBeCloseTo(logits!.nll, 5);
      expect(model!.calibration.ece).toBeCloseTo(logits!.calibration.ece, 5);
    },
  );

  test.each([
    ['a missing file', ['nothing.npz'], /expected a run or a file to audit/],
    ['an ending nobody knows', ['x.txt'], /got 'x.txt'/],
    ['a model without data', ['model.onnx'], /expected --data for 'model.onnx', got none/],
    [
      'data for predictions',
      ['sure.npz', '--data', 'mnist'],
      /expected --data with an .onnx model/,
    ],
    ['NaN among the logits', ['nan.npz'], /nan.npz, row 2, column 1: expected a finite number/],
    ['other examples', ['sure.npz', 'few.npz'], /expected all sources to have the same examples/],
    ['a convention of two classes', ['sure.npz', '--convention', 'sklearn'], /got sklearn, which/],
  ])('of %s ends with one line and exit code 2', async (_, args, message) => {
    await writeFile(join(folder, 'x.txt'), 'x');
    await writeFile(join(folder, 'model.onnx'), 'x');
    await writeFile(
      join(folder, 'nan.npz'),
      predictions(1, (logits) => (logits[7] = NaN)),
    );
    await writeFile(join(folder, 'few.npz'), fewer());
    const { exitCode, stderr, stdout } = await audit(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
  });
});

/** Two examples. */
function fewer(): Uint8Array {
  return encodeNpz(
    new Map<string, HostTensor>([
      ['logits', hostTensor('float32', [2, 3], Float32Array.of(1, 2, 3, 3, 2, 1))],
      ['labels', hostTensor('int32', [2], Int32Array.of(0, 1))],
    ]),
  );
}
