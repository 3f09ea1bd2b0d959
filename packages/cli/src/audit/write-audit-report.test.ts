import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOMParser } from 'linkedom';
import { auditConfidences, auditPredictions, compareAudits, hostTensor, Rng } from 'temper';
import { afterEach, expect, it } from 'vitest';
import type { AuditFlags } from '../commands/audit-flags.ts';
import type { AuditedSource } from './audited-model.ts';
import { writeAuditReport } from './write-audit-report.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const COUNT = 300;
const CLASSES = 4;
const labels = Int32Array.from({ length: COUNT }, (_, n) => n % CLASSES);

/** A model of four classes with a last layer, surer for a larger scale. */
function model(source: string, scale: number): AuditedSource {
  const rng = Rng.fromSeed(3);
  const data = Float64Array.from({ length: COUNT * CLASSES }, (_, i) => {
    const own = i % CLASSES === labels[Math.floor(i / CLASSES)];
    return scale * (rng.normal() + (own ? 2 : 0));
  });
  const scores = hostTensor('float64', [COUNT, CLASSES], data);
  const templates = hostTensor(
    'float32',
    [CLASSES, CLASSES],
    Float32Array.from({ length: CLASSES ** 2 }, (_, i) => +(i % (CLASSES + 1) === 0)),
  );
  const penultimate = hostTensor('float32', [COUNT, CLASSES], Float32Array.from(data));
  return {
    model: {
      source,
      name: 'saved',
      described: 'saved predictions',
      labels,
      classNames: ['ant', 'bee', 'cat', '<dog>'],
      layer: { head: { templates }, activations: { penultimate, labels } },
    },
    result: auditPredictions({ kind: 'logits', scores, labels }, { bootstrap: 20 }),
  };
}

async function write(
  audited: readonly AuditedSource[],
  comparison: Parameters<typeof writeAuditReport>[1] = [],
): Promise<{ page: Document; folder: string }> {
  const out = await mkdtemp(join(tmpdir(), 'temper-audit-'));
  folders.push(out);
  const flags: AuditFlags = {
    threads: availableParallelism(),
    split: 0.5,
    inSample: false,
    seed: 0,
    convention: 'temper',
    bootstrap: 20,
    json: false,
    binary: false,
    stream: false,
    out,
    report: true,
  };
  const path = await writeAuditReport(audited, comparison, flags);
  const text = await readFile(path, 'utf8');
  const page = new DOMParser().parseFromString(text, 'text/html') as unknown as Document;
  return { page, folder: out };
}

function textsOf(page: Document, selector: string): string[] {
  return [...page.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
}

it('tells of one model: calibration, every class, trust, labels and its last layer', async () => {
  const { page, folder } = await write([model('a/saved.npz', 3)]);
  expect(textsOf(page, 'h1')).toEqual(['Audit of saved']);
  expect(textsOf(page, 'main h2')).toEqual([
    'Calibration',
    'Under other conventions',
    'Classes',
    'Which predictions to trust',
    'The labels it was trained on',
    'The penultimate layer',
  ]);
  expect(textsOf(page, '.gallery b').sort()).toEqual(['<dog>', 'ant', 'bee', 'cat']);
  expect(textsOf(page, 'footer code')[0]).toMatch(
    /^npx temper audit a\/saved.npz --bootstrap 20 --out /,
  );
  expect((await readdir(join(folder, 'figures'))).sort()).toContain('reliability.svg');
  const document = JSON.parse(await readFile(join(folder, 'analysis.json'), 'utf8')) as object;
  expect(document).toMatchObject({
    source: 'a/saved.npz',
    n: COUNT,
    report: join(folder, 'report.html'),
  });
});

it('sets several models side by side, files of one name told apart by their folders', async () => {
  const [first, second] = [model('a/saved.npz', 1), model('b/saved.npz', 3)];
  const differences = compareAudits(second.result, first.result, { bootstrap: 20 });
  const { page } = await write(
    [first, second],
    [{ source: 'b/saved.npz', reference: 'a/saved.npz', ...differences }],
  );
  expect(textsOf(page, 'h1')).toEqual(['Audit of 2 models']);
  expect(textsOf(page, 'main h2')[0]).toBe('Side by side');
  expect(textsOf(page, '#table-1 tbody th')).toEqual(['b/saved.npz']);
  expect(textsOf(page, '#table-1 td')[0]).toMatch(/^[+−]0\.00 \[[+−]0\.00, [+−]0\.00\]$/);
  expect(page.querySelectorAll('.gallery')).toHaveLength(2);
  const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('leaves out what confidences alone cannot tell', async () => {
  const confidences = Float64Array.from(labels, (_, n) => (n + 1) / (COUNT + 1));
  const correct = Uint8Array.from(labels, (_, n) => +(n % 4 > 0));
  const source = {
    ...model('c.csv', 1),
    result: auditConfidences({ confidences, correct }, { bootstrap: 20 }),
  };
  const { page } = await write([source]);
  expect(textsOf(page, 'main h2')).toEqual([
    'Calibration',
    'Under other conventions',
    'Which predictions to trust',
  ]);
});
