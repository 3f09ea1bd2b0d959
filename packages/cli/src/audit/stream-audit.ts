import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  type Audit,
  AuditAccumulator,
  type AuditBlock,
  CONVENTIONS,
  hostTensor,
  PredictionSample,
  smoothingFingerprint,
  TemperatureAccumulator,
  type TemperatureAudit,
} from 'temper';
import type { AuditFlags } from '../commands/audit-flags.ts';
import { type PredictionBlock, predictionBlocks } from '../predictions/index.ts';
import type { Io } from '../terminal/io.ts';
import { UserError } from '../user-error.ts';
import type { AuditDocument } from './audit-document.ts';
import { inWords, summarizeAudit } from './audit-summary.ts';

/** Rows that a temperature and a fingerprint are taken from at most. */
const SAMPLE_ROWS = 50_000;
/** Fewer of many classes: 128 MiB of float64. */
const SAMPLE_SCORES = 2 ** 24;

/**
 * Runs `temper audit --stream`: reads a file of predictions block by block, once for its figures and once
 * more to judge a temperature that is fitted on a sample of the first reading.
 * @throws UserError for what cannot be read, or not be said, in blocks.
 */
export async function streamAudit(
  sources: readonly string[],
  flags: AuditFlags,
  io: Io,
): Promise<void> {
  const source = await streamableSource(sources, flags);
  const { accumulator, sample, count } = await readFigures(source, flags, io);
  const temperatureScaling =
    sample && (await judgeTemperature(source, { sample, count }, flags, io));
  const smoothing =
    sample && smoothingFingerprint(sample.predictions().logits, { seed: flags.seed });
  const audit = accumulator.audit({ temperatureScaling, smoothing });
  const notes = [...audit.notes, ...sampleNotes(audit, sample?.size ?? count)];
  const document = { source, ...audit, notes, report: null } satisfies AuditDocument;
  io.result(document, () => {
    const summary = summarizeAudit(
      document,
      { name: basename(source), described: 'read in blocks' },
      io,
    );
    return flags.report
      ? `${summary}No report: it draws every example; leave --stream out for one.\n`
      : summary;
  });
}

/** The one source, if it can be read in blocks. */
async function streamableSource(
  sources: readonly string[],
  { convention, data }: AuditFlags,
): Promise<string> {
  const [source, ...others] = sources;
  if (others.length > 0) {
    throw new UserError(
      `expected one source with --stream, got ${sources.length}: a comparison needs every example of each at once; leave --stream out, or audit them one by one`,
    );
  }
  if (CONVENTIONS[convention].fixedBins === null) {
    const fixed = Object.values(CONVENTIONS).filter(
      ({ fixedBins, binaryOnly }) => fixedBins !== null && !binaryOnly,
    );
    throw new UserError(
      `expected a --convention of fixed edges with --stream, got ${convention}, whose bins of equal mass need every confidence at once; take ${fixed.map(({ name }) => name).join(', ')}, or leave --stream out`,
    );
  }
  const isFolder = await stat(source!).then(
    (found) => found.isDirectory(),
    // What is wrong with a file is said by who reads it.
    () => false,
  );
  if (isFolder || extname(source!).toLowerCase() === '.onnx') {
    throw new UserError(
      `expected saved predictions (.npz, .safetensors, .parquet, .csv) with --stream, got ${isFolder ? 'the folder' : 'a model'} '${basename(source!)}'; leave --stream out`,
    );
  }
  if (data !== undefined) {
    throw new UserError(
      `expected saved predictions alone with --stream, got --data ${data}, which a model is run on; leave --data out`,
    );
  }
  return source!;
}

/** What a first reading gives; a sample only where there are scores of every class. */
interface FirstReading {
  readonly accumulator: AuditAccumulator;
  readonly sample: PredictionSample | null;
  readonly count: number;
}

async function readFigures(
  source: string,
  { convention, bins, binary, seed }: AuditFlags,
  io: Io,
): Promise<FirstReading> {
  let accumulator: AuditAccumulator | undefined;
  let sample: PredictionSample | null = null;
  let count = 0;
  const task = io.progress(`reading ${basename(source)}`);
  for await (const read of predictionBlocks(source)) {
    const block = auditBlock(read);
    const classes = read.kind === 'confidences' ? null : read.numClasses;
    if (accumulator === undefined) {
      accumulator = new AuditAccumulator({
        input: read.kind,
        classes,
        convention,
        binary,
        ...(bins !== undefined && { numBins: bins }),
      });
      if (classes !== null) {
        const capacity = Math.max(Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_SCORES / classes)), 1);
        sample = new PredictionSample({ capacity, seed });
      }
    }
    accumulator.add(block);
    if (block.kind !== 'confidences') sample?.add(block);
    count += read.labels.length;
    // How many there will be is known at the end only.
    task.update(0, `${inWords(count)} rows`);
  }
  task.finish(`${inWords(count)} rows`);
  if (accumulator === undefined) {
    throw new UserError(`expected at least one row in '${source}', got none; save it again`);
  }
  return { accumulator, sample, count };
}

/** Fits a temperature on the sample and reads the file again; null where one row would do both. */
async function judgeTemperature(
  source: string,
  { sample, count }: { readonly sample: PredictionSample; readonly count: number },
  { convention, bins, inSample, split }: AuditFlags,
  io: Io,
): Promise<TemperatureAudit | null> {
  const rows = sample.fittingRows(
    inSample ? { kind: 'in-sample' } : { kind: 'split', fraction: split },
  );
  if (rows === null) return null;
  const judge = new TemperatureAccumulator(rows, {
    convention,
    ...(bins !== undefined && { numBins: bins }),
  });
  const task = io.progress('judging the temperature');
  for await (const read of predictionBlocks(source)) {
    const block = auditBlock(read);
    if (block.kind !== 'confidences') judge.add(block);
    task.update(
      Math.min(judge.seen / count, 1),
      `${inWords(judge.seen)} of ${inWords(count)} rows`,
    );
  }
  if (judge.seen !== count) {
    throw new UserError(
      `expected '${source}' to have ${count} rows when read again, got ${judge.seen}; audit it when nothing writes to it`,
    );
  }
  task.finish(`${inWords(count)} rows`);
  return judge.audit();
}

function auditBlock(block: PredictionBlock): AuditBlock {
  if (block.kind === 'confidences') return block;
  const { kind, numClasses, scores, labels } = block;
  const shape = [labels.length, numClasses];
  return {
    kind,
    labels,
    scores:
      scores instanceof Float32Array
        ? hostTensor('float32', shape, scores)
        : hostTensor('float64', shape, scores),
  };
}

function sampleNotes({ n, smoothing }: Audit, size: number): string[] {
  if (smoothing === null || size >= n) return [];
  return [
    `The temperature is fitted on, and label smoothing is judged by, at most ${inWords(size)} of the ${inWords(n)} examples, drawn at random.`,
  ];
}
