import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  auditPredictions,
  encodeNpz,
  encodeSafetensors,
  type HostTensor,
  hostTensor,
  Rng,
} from 'temper';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../test/support/run-command.ts';
import type { AuditFlags } from '../commands/audit-flags.ts';
import { readPredictionFile } from '../predictions/index.ts';
import type { Io } from '../terminal/io.ts';
import { styleFor } from '../terminal/style.ts';
import { UserError } from '../user-error.ts';
import type { SourceAudit } from './audit-document.ts';
import { streamAudit } from './stream-audit.ts';

const PARQUET = new URL('../../../temper/test/golden/parquet.json', import.meta.url);
const COUNT = 400;
const FLAGS: AuditFlags = {
  stream: true,
  binary: false,
  report: true,
  out: 'unused',
  json: false,
  threads: 1,
  split: 0.5,
  inSample: false,
  seed: 0,
  convention: 'temper',
  bootstrap: 200,
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temper-stream-'));
  const rng = Rng.fromSeed(2);
  const labels = Int32Array.from({ length: COUNT }, () => rng.integer(3));
  const logits = Float32Array.from(
    { length: 3 * COUNT },
    (_, i) => 2 * (rng.normal() + (labels[Math.floor(i / 3)] === i % 3 ? 1 : 0)),
  );
  const tensors = new Map<string, HostTensor>([
    ['logits', hostTensor('float32', [COUNT, 3], logits)],
    ['labels', hostTensor('int32', [COUNT], labels)],
  ]);
  const lines = Array.from(labels, (label, n) => [label, ...logits.slice(3 * n, 3 * n + 3)].join());
  const confident = Array.from(labels, (label, n) => `${label},${n % 3},${(n % 99) / 99}`);
  const { files } = JSON.parse(await readFile(PARQUET, 'utf8')) as {
    files: Record<string, string>;
  };
  const contents: Record<string, Uint8Array | string> = {
    'p.npz': encodeNpz(tensors),
    'p.safetensors': encodeSafetensors({ tensors, metadata: new Map() }),
    'p.csv': ['label,logit_0,logit_1,logit_2', ...lines].join('\n'),
    'p.parquet': Buffer.from(files.columns!, 'base64'),
    'confidences.csv': ['true_label,pred_label,confidence', ...confident].join('\n'),
  };
  for (const [name, bytes] of Object.entries(contents)) {
    await writeFile(join(folder, name), bytes);
  }
});

afterAll(() => rm(folder, { recursive: true }));

/** What `streamAudit` gives: the document, and the words for a person. */
async function audit(
  sources: readonly string[],
  flags: Partial<AuditFlags> = {},
): Promise<{ document: SourceAudit; text: string }> {
  const results: { document: SourceAudit; text: string }[] = [];
  const io: Io = {
    json: false,
    style: styleFor({ write: () => true }, { NO_COLOR: '1' }),
    width: Infinity,
    info: () => undefined,
    warn: () => undefined,
    progress: () => ({ update: () => undefined, finish: () => undefined, drop: () => undefined }),
    result: (document, text) => results.push({ document: document as SourceAudit, text: text() }),
    onInterrupt: () => () => undefined,
  };
  const paths = sources.map((name) => join(folder, name));
  await streamAudit(paths, { ...FLAGS, ...flags }, io);
  return results[0]!;
}

describe('temper audit --stream', () => {
  test.each(['p.npz', 'p.safetensors', 'p.csv', 'p.parquet'])(
    'gives the figures of the whole file: %s',
    async (name) => {
      const { document: streamed } = await audit([name]);
      const file = await readPredictionFile(join(folder, name));
      if (file.kind === 'confidences') throw new Error('expected scores');
      const whole = auditPredictions(file, { bootstrap: 0 }).audit;
      expect(streamed).toMatchObject({
        source: join(folder, name),
        n: whole.n,
        classes: 3,
        report: null,
      });
      const pairs: (readonly [number | null, number | null])[] = [
        [streamed.accuracy, whole.accuracy],
        [streamed.nll, whole.nll],
        [streamed.brier, whole.brier],
        [streamed.calibration.ece, whole.calibration.ece],
        [streamed.calibration.classwiseMean, whole.calibration.classwiseMean],
      ];
      for (const key of ['temperature', 'nllBefore', 'nll', 'eceBefore', 'ece'] as const) {
        pairs.push([streamed.temperatureScaling![key], whole.temperatureScaling![key]]);
      }
      for (const [got, wanted] of pairs) {
        expect(Math.abs(got! - wanted!)).toBeLessThanOrEqual(1e-12);
      }
      expect(streamed.smoothing).toEqual(JSON.parse(JSON.stringify(whole.smoothing)));
    },
  );

  test('of confidences gives what they can tell', async () => {
    expect((await audit(['confidences.csv'])).document).toMatchObject({
      input: 'confidences',
      n: COUNT,
      classes: null,
      nll: null,
      temperatureScaling: null,
      smoothing: null,
    });
  });

  test('in-sample is said, and a summary leaves out what is not known', async () => {
    const { text } = await audit(['p.npz'], { inSample: true });
    expect(text).toContain('in-sample, on the 400 examples it was fitted on');
    expect(text).toContain('Read in blocks: smECE');
    expect(text).toContain('No report: ');
    expect(text).not.toMatch(/AURC|smECE {2}|NaN|null/);
  });

  test.each<[string, string[], Partial<AuditFlags>, string]>([
    ['several sources', ['p.npz', 'p.csv'], {}, 'expected one source with --stream, got 2: '],
    ['equal mass', ['p.npz'], { convention: 'kumar' }, 'fixed edges with --stream, got kumar'],
    ['a model', ['model.onnx'], {}, "with --stream, got a model 'model.onnx'; leave"],
    ['a run', ['.'], {}, 'got the folder '],
    ['data to run a model on', ['p.npz'], { data: 'glyphs' }, 'leave --data out'],
    ['a file that is not there', ['none.npz'], {}, 'none.npz'],
  ])('refuses %s', async (_, sources, flags, message) => {
    const refused = audit(sources, flags);
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(message);
  });

  test('ends with 2 where it refuses, and the document with --json', async () => {
    const run = (...args: readonly string[]) =>
      runCommand(['audit', 'p.npz', '--stream', '--json', ...args], { cwd: folder });
    const [given, refused] = await Promise.all([run(), run('--convention', 'kumar')]);
    expect([given.exitCode, refused.exitCode, refused.stdout]).toEqual([0, 2, '']);
    expect(JSON.parse(given.stdout)).toMatchObject({ source: 'p.npz', n: COUNT, report: null });
    expect(refused.stderr).toMatch(/^temper: [^\n]+\n$/);
  });
});
