import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-node';
import { encodeNpz, type HostTensor, hostTensor, inspectModel, parseNpz, Session } from 'temper';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../temper/test/support/matchers.ts';
import { useScratch } from '../../test/support/image-tree.ts';
import { runCommand } from '../../test/support/run-command.ts';
import type { CalibrateFlags } from '../commands/calibrate-flags.ts';
import { makeProgram } from '../commands/program.ts';
import { describeFailure } from '../failure.ts';
import { withIo } from '../terminal/io.ts';
import type { CalibrateDocument } from './calibrate-document.ts';
import { runCalibrate } from './run-calibrate.ts';

const scratch = useScratch();
const GOLDEN = fileURLToPath(new URL('../../../temper/test/golden/onnx/', import.meta.url));

type Arrays = Readonly<Record<string, HostTensor>>;

async function save(name: string, content: Arrays | string): Promise<string> {
  const file = path.join(scratch.root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    typeof content === 'string' ? content : encodeNpz(new Map(Object.entries(content))),
  );
  return file;
}

const read = async (name: string): Promise<Map<string, HostTensor>> =>
  parseNpz(await readFile(path.join(scratch.root, name)));

/** Runs the command in the scratch folder, and gives what it writes to standard output. */
async function run(args: readonly string[]): Promise<string> {
  let written = '';
  const stdout = { isTTY: false, write: (text: string) => (written += text) !== '' };
  const stderr = { isTTY: false, write: () => true };
  const program = makeProgram();
  program.commands
    .find((command) => command.name() === 'calibrate')!
    .action((source: string, flags: CalibrateFlags) =>
      withIo(flags.json, (io) => runCalibrate(source, flags, io), {
        stdout,
        stderr,
        env: {},
        signals: process,
      }),
    );
  const before = process.cwd();
  process.chdir(scratch.root);
  try {
    await program.parseAsync(['calibrate', ...args], { from: 'user' });
  } finally {
    process.chdir(before);
  }
  return written;
}

/** The document of a call that has to succeed. */
async function calibrate(...args: string[]): Promise<CalibrateDocument> {
  return JSON.parse(await run([...args, '--json'])) as CalibrateDocument;
}

/** The one line with which a call ends that is at fault. */
async function refusal(...args: string[]): Promise<string> {
  const error: unknown = await run(args).catch((reason: unknown) => reason);
  const { exitCode, text } = await describeFailure(error, 'temper calibrate --help');
  expect(exitCode, text).toBe(2);
  expect(text).toMatch(/^temper: [^\n]+\n$/);
  return text.slice('temper: '.length, -1);
}

/** A model that always says class 0 with logits `gap` and 0, and is right `hits` times of ten. */
function steady(count: number, gap = 3, hits = 8): Arrays {
  const logits = Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? gap : 0));
  const labels = Int32Array.from({ length: count }, (_, n) => (n % 10 < hits ? 0 : 1));
  return {
    logits: hostTensor('float64', [count, 2], logits),
    labels: hostTensor('int32', [count], labels),
  };
}

/** The temperature at which `steady` says 0.8. */
const STEADY_TEMPERATURE = 3 / Math.log(4);

/** Inputs of a golden model, with labels that it mostly agrees with. */
async function agreeable(name: string): Promise<{ data: string; logits: Float32Array }> {
  const arrays = parseNpz(await readFile(path.join(GOLDEN, `${name}.npz`)));
  const logits = arrays.get('logits')!.data as Float32Array;
  const labels = Int32Array.from({ length: 12 }, (_, n) => {
    const row = [...logits.subarray(5 * n, 5 * n + 5)];
    const order = row.map((_, k) => k).sort((a, b) => row[b]! - row[a]!);
    return order[n % 4 === 0 ? 1 : 0]!;
  });
  const data = await save('data.npz', {
    inputs: arrays.get('inputs')!,
    labels: hostTensor('int32', [12], labels),
  });
  return { data, logits };
}

async function runModel(file: string, inputs: HostTensor): Promise<Float32Array> {
  const bytes = await readFile(path.join(scratch.root, file));
  const { inputs: taken } = inspectModel(bytes);
  const session = await Session.create(ort, bytes);
  const results = await session.run({ [taken[0]!.name]: inputs });
  await session.dispose();
  return Object.values(results)[0]!.data as Float32Array;
}

describe('temper calibrate', () => {
  it('mends a model whose best temperature is known', async () => {
    const source = await save('steady.npz', steady(100));
    const document = await calibrate(source, '--in-sample');
    const sure = 1 / (1 + Math.exp(-3));
    expect(document).toMatchObject({
      source,
      input: 'logits',
      method: 'temperature',
      applied: null,
      inSample: true,
      fittedOn: 100,
      judgedOn: 100,
      convention: 'temper',
      bins: 15,
      hitBound: 'none',
      notes: [],
      out: 'calibrator.json',
    });
    const { before, after, difference } = document;
    expect(document.temperature).toBeCloseTo(STEADY_TEMPERATURE, 9);
    expect(document.inverseTemperature).toBeCloseTo(1 / STEADY_TEMPERATURE, 9);
    expect(before.accuracy).toBe(0.8);
    expect(before.ece).toBeCloseTo(sure - 0.8, 12);
    expect(before.nll).toBeCloseTo(-0.8 * Math.log(sure) - 0.2 * Math.log(1 - sure), 12);
    expect(after.ece).toBeCloseTo(0, 9);
    expect(after.nll).toBeCloseTo(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.2), 9);
    expect(after.brier).toBeCloseTo(0.32, 9);
    expect(difference.accuracy.difference).toBe(0);
    expect(difference.brier.difference).toBeCloseTo(0.32 - before.brier, 9);
    const { lower, upper } = difference.nll.interval!;
    expect(lower).toBeLessThan(after.nll - before.nll);
    expect(upper).toBeGreaterThan(after.nll - before.nll);
    expect(upper).toBeLessThan(0);
  });

  it('fits on a share of the examples and judges on the others; what it saves can be applied', async () => {
    const source = await save('steady.npz', steady(200));
    const fitted = await calibrate(source, '--split', '0.3', '--seed', '7', '--bootstrap', '0');
    expect(fitted).toMatchObject({ inSample: false, fittedOn: 60, judgedOn: 140 });
    expect(fitted.difference.ece.interval).toBeNull();
    const again = await calibrate(source, '--split', '0.3', '--seed', '8', '--bootstrap', '0');
    expect(again.temperature).not.toBe(fitted.temperature);

    // Other examples of the same model, seven of ten right.
    const other = await save('other.npz', steady(50, 3, 7));
    const applied = await calibrate(other, '--apply', 'calibrator.json', '--out', 'scaled.npz');
    expect(applied).toMatchObject({
      method: 'temperature',
      applied: 'calibrator.json',
      inSample: false,
      fittedOn: 60,
      judgedOn: 50,
      temperature: again.temperature,
      hitBound: null,
      out: 'scaled.npz',
    });
    const confidence = 1 / (1 + Math.exp(-3 / again.temperature!));
    expect(applied.after.ece).toBeCloseTo(Math.abs(confidence - 0.7), 12);
    const scaled = await read('scaled.npz');
    expect([...scaled.keys()]).toEqual(['logits', 'labels']);
    expect([...scaled.get('labels')!.data]).toEqual([...steady(50, 3, 7).labels!.data]);
    expect(scaled.get('logits')!.data[0]).toBeCloseTo(3 / again.temperature!, 12);
    expect((await readdir(scratch.root)).sort()).toEqual([
      'calibrator.json',
      'other.npz',
      'scaled.npz',
      'steady.npz',
    ]);
  });

  it.each(['isotonic', 'histogram', 'beta'])(
    'gives probabilities with %s, from probabilities too',
    async (method) => {
      const { labels } = steady(100);
      const data = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0.95 : 0.05));
      const probabilities = hostTensor('float64', [100, 2], data);
      const source = await save('sure.npz', { probabilities, labels: labels! });
      const document = await calibrate(source, '--method', method, '--in-sample');
      expect(document).toMatchObject({ input: 'probabilities', method, temperature: null });
      expect(document.before.ece).toBeCloseTo(0.15, 12);
      // The little that beta calibration is held back by its penalty.
      expect(document.after.ece).toBeCloseTo(0, 4);
      await calibrate(source, '--apply', 'calibrator.json', '--out', 'mended.npz');
      const mended = await read('mended.npz');
      expect([...mended.keys()]).toEqual(['probabilities', 'labels']);
      expect(mended.get('probabilities')!.data[0]).toBeCloseTo(0.8, 4);
    },
  );

  it('says how many probabilities are 0 after isotonic calibration', async () => {
    const logits = hostTensor('float64', [4, 2], Float64Array.of(2, 0, 1, 0, 0, 1, 0, 2));
    const labels = hostTensor('int32', [4], Int32Array.of(0, 0, 1, 1));
    const source = await save('easy.npz', { logits, labels });
    const { notes, after } = await calibrate(source, '--method', 'isotonic', '--in-sample');
    expect(notes).toEqual([
      "4 recalibrated probabilities are 0, or nearly: one that is a label's counts as 36 nats.",
    ]);
    expect(after.nll).toBeCloseTo(0, 12);
  });

  it('fits on the validation split of a run and judges on its test split', async () => {
    const config = {
      model: { name: 'mlp', hidden: [8] },
      data: { name: 'glyphs' },
      loss: { labelSmoothing: 0 },
    };
    await save('run/config.json', JSON.stringify({ config }));
    await save('run/analysis.json', JSON.stringify({ classNames: ['a', 'b'] }));
    const layer: Arrays = {
      penultimate: hostTensor('float32', [1, 1], Float32Array.of(1)),
      templates: hostTensor('float32', [2, 1], Float32Array.of(1, 0)),
      bias: hostTensor('float32', [2], Float32Array.of(0, 0)),
    };
    await save('run/predictions-validation.npz', { ...steady(40), ...layer });
    await save('run/predictions-test.npz', { ...steady(30, 3, 9), ...layer });
    const document = await calibrate('run');
    expect(document).toMatchObject({ inSample: false, fittedOn: 40, judgedOn: 30 });
    expect(document.temperature).toBeCloseTo(STEADY_TEMPERATURE, 9);
    expect(document.after.ece).toBeCloseTo(0.1, 9);
    expect(await calibrate('run', '--in-sample')).toMatchObject({ inSample: true, fittedOn: 30 });
  });

  it.each(['mlp', 'cnn', 'transformer', 'no-bias'])(
    'writes an ONNX model whose logits are divided by the temperature: %s',
    async (name) => {
      const { data, logits } = await agreeable(name);
      const inputs = (await read('data.npz')).get('inputs')!;
      const model = path.join(GOLDEN, `${name}.onnx`);
      const document = await calibrate(model, '--data', data, '--in-sample', '--out', 'out.onnx');
      expect(document).toMatchObject({ hitBound: 'none', fittedOn: 12, out: 'out.onnx' });
      const temperature = document.temperature!;
      expect(Math.abs(temperature - 1)).toBeGreaterThan(0.01);
      expectAllClose(
        await runModel('out.onnx', inputs),
        logits.map((z) => z / temperature),
        { rtol: 1e-6, atol: 1e-6 },
      );
      const { metadata } = inspectModel(await readFile(path.join(scratch.root, 'out.onnx')));
      expect(JSON.parse(metadata.get('temper.calibration')!)).toMatchObject({
        method: 'temperature',
        temperature,
        numExamples: 12,
      });
    },
  );

  it('builds saved vector and matrix scaling into a model', async () => {
    const { data } = await agreeable('mlp');
    const inputs = (await read('data.npz')).get('inputs')!;
    const model = path.join(GOLDEN, 'mlp.onnx');
    for (const method of ['vector', 'matrix']) {
      await calibrate(model, '--data', data, '--method', method, '--in-sample');
      const apply = [model, '--data', data, '--apply', 'calibrator.json'];
      await calibrate(...apply, '--out', `${method}.onnx`);
      await calibrate(...apply, '--out', `${method}.npz`);
      const expected = (await read(`${method}.npz`)).get('logits')!.data as Float64Array;
      expectAllClose(await runModel(`${method}.onnx`, inputs), expected, {
        // The model computes in float32.
        rtol: 1e-5,
        atol: 1e-5,
      });
    }
  });

  it('prints what changed, for a person', async () => {
    const source = await save('steady.npz', steady(100));
    const { exitCode, stdout } = await runCommand(['calibrate', source, '--in-sample'], {
      cwd: scratch.root,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('temperature fitted and judged on the same 100 examples (in-sample)');
    expect(stdout).toMatch(/ECE +15[.]26 % +0[.]00 % +-15[.]26 %/);
    expect(stdout).toContain('Written: calibrator.json\n');
  });
});

describe('temper calibrate refuses', () => {
  it('confidences alone', async () => {
    const source = await save('top.csv', 'true_label,pred_label,confidence\n0,0,0.9\n1,0,0.6\n');
    expect(await runCommand(['calibrate', source])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "temper: expected a score for every class to recalibrate, got confidences of the predicted class in 'top.csv'; save one column per class\n",
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a model that gives probabilities',
      ['m.onnx', '--method', 'isotonic', '--out', 'x.onnx'],
      'expected --method temperature, vector, matrix for a calibrated model, got isotonic, which gives probabilities and no logits; choose one of them, or a .json for --out',
    ],
    [
      'a model made of predictions',
      ['p.npz', '--out', 'x.onnx'],
      "expected --out to end in .json, got 'x.onnx'; a model is made of a model: give an .onnx source",
    ],
    [
      'predictions of what it fits',
      ['m.onnx', '--out', 'x.npz'],
      "expected --out to end in .json or .onnx, got 'x.npz'; save a .json, and give it with --apply",
    ],
    [
      'to replace its source',
      ['m.onnx', '--out', './m.onnx'],
      "expected --out to be a new file, got './m.onnx', which is read; name another",
    ],
    [
      'two recalibrators',
      ['p.npz', '--apply', 'c.json', '--method', 'beta'],
      'expected --method or --apply, got both: a saved recalibrator is fitted already; leave one out',
    ],
    [
      'an unknown method',
      ['p.npz', '--method', 'platt'],
      "expected --method to be one of temperature, vector, matrix, isotonic, histogram, beta, got 'platt'",
    ],
    [
      'a model without data',
      ['m.onnx'],
      "expected --data for 'm.onnx', got none; name a data set, folder:PATH or an .npz with inputs and labels",
    ],
  ])('%s', async (_, args, message) => {
    expect(await refusal(...args)).toBe(message);
  });

  it('a recalibrator that is not there, is none, or is of other classes', async () => {
    const source = await save('steady.npz', steady(10));
    expect(await refusal(source, '--apply', 'none.json')).toContain(
      'expected --apply to be a file that temper calibrate wrote, got ENOENT',
    );
    await save('odd.json', '{"method":"temperature"}');
    expect(await refusal(source, '--apply', 'odd.json')).toContain('expected a recalibrator');
    const three = { method: 'temperature', version: 1, numClasses: 3, fittedOn: 9, temperature: 2 };
    await save('three.json', JSON.stringify(three));
    expect(await refusal(source, '--apply', 'three.json')).toContain(
      'expected logits of the 3 classes that the recalibrator was fitted on, got 2',
    );
  });

  it('a single example, unless in-sample', async () => {
    const source = await save('one.npz', steady(1));
    expect(await refusal(source)).toContain('expected at least 2 examples, got 1');
    expect(await calibrate(source, '--in-sample')).toMatchObject({
      hitBound: 'lower',
      judgedOn: 1,
    });
  });

  it('a convention of two classes for more', async () => {
    const logits = hostTensor('float64', [2, 3], Float64Array.of(2, 0, 0, 0, 3, 0));
    const labels = hostTensor('int32', [2], Int32Array.of(0, 1));
    const source = await save('three.npz', { logits, labels });
    expect(await refusal(source, '--convention', 'sklearn')).toBe(
      'expected --convention for 3 classes, got sklearn, which bins P(class 1) of two; leave it out or take temper',
    );
    expect(await readdir(scratch.root)).toEqual(['three.npz']);
  });
});
