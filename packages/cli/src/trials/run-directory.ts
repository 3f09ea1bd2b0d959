import { createHash, randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type TrialConfig } from 'temper';
import type { ComputeDevice } from '../commands/run-flags.ts';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import { UserError } from '../user-error.ts';

/** What else is known of a run, beside its config: where it came from and how to repeat it. */
export interface RunRecord {
  readonly config: TrialConfig;
  readonly hash: string;
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of the data the run saw. */
  readonly dataHash: string;
  readonly device: ComputeDevice;
  readonly threads: number;
}

/** The name of a trial: the first 12 hexadecimal digits of its config's SHA-256. */
export function trialHash(config: TrialConfig): string {
  return createHash('sha256').update(canonicalJson(config)).digest('hex').slice(0, 12);
}

/** Another process is at a run. */
export class BusyError extends UserError {}

/** Who holds a run directory: a process on a machine. */
export interface Claim {
  readonly pid: number;
  readonly host: string;
}

/**
 * The directory of one trial. Every file in it is whole: written under a temporary name, synced and
 * renamed; `metrics.jsonl`, which is appended to, is cut back to the checkpoint on resume.
 */
export class RunDirectory {
  readonly path: string;

  constructor(runs: string, config: TrialConfig) {
    this.path = join(runs, 'train', trialHash(config));
  }

  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /**
   * Takes the directory for this process; `release` gives it back. A claim whose process is gone is
   * taken over, so that a killed run can go on.
   * @throws BusyError if another process is at it, UserError if the directory cannot be written.
   */
  async claim(): Promise<void> {
    await makeFolder(this.file('checkpoints'));
    const mine: Claim = { pid: process.pid, host: hostname() };
    for (;;) {
      try {
        await this.#take(mine);
        await this.#sweep();
        return;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const holder = await this.holder();
      if (holder) {
        throw new BusyError(
          `expected the run '${this.path}' to be free, but process ${holder.pid} on ${holder.host} is at it; wait for it, or end it; if it is another program by now, delete claim.json`,
        );
      }
      await rm(this.file('claim.json'), { force: true });
    }
  }

  /** The process, alive as far as is known, that has claimed the directory; never this one. */
  async holder(): Promise<Claim | undefined> {
    const claim = await this.#readJson<Claim>('claim.json');
    return claim && isAlive(claim) ? claim : undefined;
  }

  /** Puts a whole claim under its name, unless there is one: link refuses where rename would replace. */
  async #take(claim: Claim): Promise<void> {
    const whole = this.file(`claim.${randomUUID()}.tmp`);
    try {
      await writeFile(whole, JSON.stringify(claim));
      await link(whole, this.file('claim.json'));
    } finally {
      await rm(whole, { force: true });
    }
  }

  async release(): Promise<void> {
    await rm(this.file('claim.json'), { force: true });
  }

  /** The analysis of a finished run; undefined while it is not finished. */
  async analysis<T>(): Promise<T | undefined> {
    return this.#readJson<T>('analysis.json');
  }

  async record(): Promise<RunRecord | undefined> {
    return this.#readJson<RunRecord>('config.json');
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await writeFileAtomically(this.file(name), `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Cuts lines of later steps, or half a line, off the end of `metrics.jsonl`. */
  async cutMetrics(step: number): Promise<void> {
    const text = await readFile(this.file('metrics.jsonl'), 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw error;
    });
    let length = 0;
    for (const line of text.split('\n').slice(0, -1)) {
      const row = parseJson(line) as { readonly step: number } | undefined;
      if (!row || row.step > step) break;
      length += Buffer.byteLength(line) + 1;
    }
    if (text) await truncate(this.file('metrics.jsonl'), length);
  }

  async appendMetrics(row: object): Promise<void> {
    const file = await open(this.file('metrics.jsonl'), 'a');
    try {
      await file.writeFile(`${JSON.stringify(row)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** Removes what a killed process left of files it was writing. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.path, { recursive: true })) {
      if (name.endsWith('.tmp')) await rm(this.file(name), { force: true });
    }
  }

  async #readJson<T>(name: string): Promise<T | undefined> {
    const text = await readFile(this.file(name), 'utf8').catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
      throw error;
    });
    return text === undefined ? undefined : (parseJson(text) as T | undefined);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host }: Claim): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
