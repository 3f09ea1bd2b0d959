/**
 * Judges the smoothing fingerprint on models whose α is known: of every run directory given, the
 * fingerprint of its test logits beside the α in its config. Right is `hard` for α = 0, and
 * `smoothed` with an interval that holds α or an estimate within 30 % of it.
 *
 *   npx tsx --conditions temper-source scripts/fingerprint/held-models.ts runs/held/train/*
 *
 * `--split train` or `--split validation` takes other logits. Runs that are not finished are left out.
 * The 16 models it is judged on are trained by `train-held-models.sh`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type FloatTensor,
  parseNpz,
  resolveTrialConfig,
  smoothingFingerprint,
  type SmoothingFingerprint,
  type TrialConfig,
} from 'temper';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { split: { type: 'string', default: 'test' } },
});

function isRight(
  alpha: number,
  { verdict, alpha: estimate, interval }: SmoothingFingerprint,
): boolean {
  if (alpha === 0) return verdict === 'hard';
  if (verdict !== 'smoothed') return false;
  const covered = interval!.lower <= alpha && alpha <= interval!.upper;
  return covered || Math.abs(estimate! / alpha - 1) <= 0.3;
}

function describe({ data, model, epochs, weightDecay }: TrialConfig): string {
  const difficulty = data.name === 'glyphs' ? ` ${data.difficulty}` : '';
  return `${data.name}${difficulty} ${model.name}, ${epochs} epochs, decay ${weightDecay}`;
}

let [right, total] = [0, 0];
const rows = [
  ['model', 'α', 'verdict', 'estimate', 'interval', 'disagreement', 'correlation', 'right'],
];
for (const run of positionals) {
  const file = join(run, `predictions-${values.split}.npz`);
  if (!existsSync(join(run, 'analysis.json')) || !existsSync(file)) continue;
  const stored = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')) as { config: unknown };
  const config = resolveTrialConfig(stored.config);
  const alpha = config.loss.labelSmoothing;
  const logits = parseNpz(readFileSync(file), file, { names: ['logits'] }).get('logits');
  const print = smoothingFingerprint(logits as FloatTensor);
  const good = isRight(alpha, print);
  total += 1;
  right += good ? 1 : 0;
  const { disagreement, scaleCorrelation } = print.evidence;
  rows.push([
    describe(config),
    String(alpha),
    print.verdict,
    print.alpha?.toFixed(3) ?? '–',
    print.interval
      ? `${print.interval.lower.toFixed(3)} – ${print.interval.upper.toFixed(3)}`
      : '–',
    disagreement.toFixed(2),
    scaleCorrelation?.toFixed(2) ?? '–',
    good ? 'yes' : 'NO',
  ]);
}
const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
for (const row of rows) {
  process.stdout.write(
    `${row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()}\n`,
  );
}
process.stdout.write(`${right} of ${total} right on ${values.split} logits\n`);
