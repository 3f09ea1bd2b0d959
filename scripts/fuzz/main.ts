/**
 * Damages small valid files and reads them: npm run fuzz -- --count 100000 --seed 1
 *
 * A child process with little memory does the reading and tells how far it is, so that a crash or a
 * hang is found out too; the input at fault is written to a file.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { damagedInput, fuzz, FuzzFailure } from './fuzz.ts';
import { validInputs } from './inputs.ts';

const REPORT_EVERY = 100;
const SILENCE_MILLISECONDS = 30_000;

/** How a child ended: at which input it last was, and why it stopped. */
interface Ended {
  readonly next: number;
  readonly why: string | undefined;
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    every: { type: 'string', default: String(REPORT_EVERY) },
  },
});
const [seed, from, count, every] = [values.seed, values.from, values.count, values.every].map(
  Number,
) as [number, number, number, number];

if (process.send) await readAll();
else process.exitCode = await watch();

/** In the child. */
async function readAll(): Promise<void> {
  const outcomes = { read: 0, refused: 0 };
  const tell = (message: unknown): void => {
    process.send!(message);
  };
  try {
    await fuzz({ seed, from, count }, ({ index }, outcome) => {
      outcomes[outcome]++;
      if ((index + 1) % every === 0) tell({ next: index + 1 });
    });
    tell({ next: from + count, outcomes });
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    const cause = error.cause instanceof Error ? `\n${error.cause.stack ?? ''}` : '';
    tell({ next: error.damaged.index, why: error.message + cause });
  }
  process.disconnect();
}

async function watch(): Promise<number> {
  const start = performance.now();
  let ended = await child(from, every);
  // A crash tells no input: those since the last report are read again, one by one.
  if (ended.why === '') ended = await child(ended.next, 1);
  if (ended.why === undefined) {
    console.log(
      `${count} inputs in ${((performance.now() - start) / 1000).toFixed(0)} s, none handled wrongly`,
    );
    return 0;
  }
  const { name, kind, bytes } = damagedInput(validInputs(), seed, ended.next);
  const path = join(tmpdir(), `fuzz-${seed}-${ended.next}.${kind}`);
  writeFileSync(path, bytes);
  console.error(
    `seed ${seed}, ${ended.why === '' ? `input ${ended.next} (${name}) crashed or hung` : ended.why}\nwritten to ${path}`,
  );
  return 1;
}

function child(first: number, reportEvery: number): Promise<Ended> {
  const settings = { seed, from: first, count: from + count - first, every: reportEvery };
  const worker = fork(
    fileURLToPath(import.meta.url),
    Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    { execArgv: [...process.execArgv, '--max-old-space-size=512'] },
  );
  return new Promise((resolve) => {
    let ended: Ended = { next: first, why: '' };
    const silence = setTimeout(() => worker.kill('SIGKILL'), SILENCE_MILLISECONDS);
    worker.on('message', (message: Ended & { outcomes?: Record<string, number> }) => {
      silence.refresh();
      const isDone = message.outcomes !== undefined || message.why !== undefined;
      ended = { next: message.next, why: isDone ? message.why : '' };
      if (message.outcomes) console.log(message.outcomes);
    });
    worker.on('exit', () => {
      clearTimeout(silence);
      resolve(ended);
    });
  });
}
