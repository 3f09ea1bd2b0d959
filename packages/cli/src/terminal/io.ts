import { Interrupts, type SignalSource } from './interrupts.ts';
import { ProgressBoard, type ProgressTask } from './progress.ts';
import { type Style, styleFor, type TextStream } from './style.ts';

/**
 * Where a command's words go. What a person reads along the way goes to standard output, or with
 * `--json` to standard error; warnings and progress always go to standard error.
 */
export interface Io {
  /** Whether standard output is to hold one JSON document and nothing else. */
  readonly json: boolean;
  /** Colours for what is written with `info` and `result`. */
  readonly style: Style;
  /** Characters a line of output may have; Infinity if it does not go to a terminal. */
  readonly width: number;
  info(line: string): void;
  warn(line: string): void;
  /** Shows a piece of work in progress; several may run at once. */
  progress(label: string): ProgressTask;
  /**
   * Gives the command's result, once: the document with `--json`, the text without.
   * @param document - What `JSON.stringify` takes.
   * @param text - Lines for a person.
   */
  result(document: unknown, text: () => string): void;
  /**
   * Calls back at Ctrl-C, for the work to be left in a state it can go on from; a second Ctrl-C ends
   * the process. Work that stops for it throws an `InterruptedError`.
   * @returns Stops listening.
   */
  onInterrupt(callback: () => void): () => void;
}

/** What an `Io` writes to. */
export interface IoTarget {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: NodeJS.ProcessEnv;
  readonly signals: SignalSource;
}

const PROCESS: IoTarget = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signals: process,
};

/** Runs a command with an `Io`; whatever progress is still shown at its end is taken away. */
export async function withIo(
  json: boolean,
  command: (io: Io) => Promise<void>,
  { stdout, stderr, env, signals }: IoTarget = PROCESS,
): Promise<void> {
  const board = new ProgressBoard(stderr, { env });
  const out = json ? stderr : stdout;
  const warnings = styleFor(stderr, env).yellow;
  const writeLine = (stream: TextStream, line: string): void => {
    board.interrupt(() => stream.write(`${line}\n`));
  };
  const warn = (line: string): void => {
    writeLine(stderr, warnings(`temper: ${line}`));
  };
  const interrupts = new Interrupts(() => {
    warn('stopping; press Ctrl-C again to end at once');
  }, signals);
  let results = 0;
  const io: Io = {
    json,
    style: styleFor(out, env),
    width: out.isTTY ? (out.columns ?? 80) : Infinity,
    info: (line) => {
      writeLine(out, line);
    },
    warn,
    progress: (label) => board.add(label),
    result: (document, text) => {
      results++;
      board.interrupt(() => stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : text()));
    },
    onInterrupt: (callback) => interrupts.listen(callback),
  };
  try {
    await command(io);
  } finally {
    board.close();
  }
  if (results !== 1) throw new Error(`internal: a command gave ${results} results instead of one`);
}
