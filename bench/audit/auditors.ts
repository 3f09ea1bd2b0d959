import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Audit } from 'temper';
import type { AuditFigures } from './figures.ts';

const run = promisify(execFile);

const TEMPER = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bin', 'temper.js');
const REFERENCE = join(import.meta.dirname, 'reference.py');
/** Of what a process may print: diagrams of a thousand classes are long. */
const MAX_OUTPUT = 2 ** 28;

/** An audit, and how long it took. */
export interface TimedAudit {
  readonly seconds: number;
  readonly figures: AuditFigures;
}

/** Audits a file by the command; its seconds are those of the whole process. */
export async function auditWithTemper(file: string, resamples: number): Promise<TimedAudit> {
  const args = ['audit', file, '--json', '--no-report', '--bootstrap', String(resamples)];
  const start = performance.now();
  const { stdout } = await run(process.execPath, [TEMPER, ...args], { maxBuffer: MAX_OUTPUT });
  const seconds = (performance.now() - start) / 1000;
  const { accuracy, nll, brier, calibration, temperatureScaling } = JSON.parse(stdout) as Audit;
  const { temperature, nll: scaledNll, ece: scaledEce } = temperatureScaling!;
  return {
    seconds,
    figures: {
      accuracy,
      ece: calibration.ece,
      mce: calibration.mce,
      nll: nll!,
      brier: brier!,
      temperature,
      scaledNll,
      scaledEce,
    },
  };
}

/**
 * Audits a file with torchmetrics and scikit-learn; the seconds are its own, without what starting Python
 * and importing them takes. Fails with one line that says why it cannot.
 */
export async function auditWithPython(
  file: string,
  { python, threads }: { readonly python: string; readonly threads: number },
): Promise<TimedAudit & { readonly versions: string }> {
  const limits = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  try {
    const { stdout } = await run(python, [REFERENCE, file, String(threads)], {
      env: { ...process.env, ...limits },
    });
    return JSON.parse(stdout) as TimedAudit & { readonly versions: string };
  } catch (error) {
    throw new Error((error as Error).message.trim().split('\n').at(-1), { cause: error });
  }
}
