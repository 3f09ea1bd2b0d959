import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Contender } from './harness.ts';

/** How to start a contender. */
export interface ChildCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** What a child may answer; which of these depends on what it was asked. */
interface Answer {
  /** First line, when it has loaded: what it is, with versions. */
  readonly ready?: string;
  /** First line, when it cannot: why not. */
  readonly missing?: string;
  readonly losses?: readonly number[];
  readonly msPerStep?: number;
  readonly residentBytes?: number;
}

/**
 * A contender in a process of its own, which is asked by lines on its standard input and answers each
 * by a line of JSON: `losses 8` and `run 8` take at least 8 steps, `memory` takes none. It ends with
 * its input.
 */
export class ChildContender implements Contender {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #description = '';
  #complaints = '';
  #answered: ((line: string) => void) | undefined;

  private constructor({ name, command, args }: ChildCommand) {
    this.name = name;
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.#ended = new Promise((_, reject) => {
      child.on('error', reject);
      child.on('close', () => {
        reject(new Error(complaintOf(this.#complaints)));
      });
    });
    // It is looked at when something is asked; a contender that ends when none is has simply ended.
    this.#ended.catch(() => undefined);
    // Writing to a child that has gone is reported by its end.
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (text: Buffer) => {
      this.#complaints = (this.#complaints + text.toString()).slice(-10_000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Libraries greet on standard output too.
      if (line.startsWith('{')) this.#answered?.(line);
    });
  }

  /** Starts a contender and waits until it has loaded; fails with the reason why it cannot. */
  static async start(command: ChildCommand): Promise<ChildContender> {
    const contender = new ChildContender(command);
    const { ready, missing } = await contender.#answer();
    if (ready === undefined) throw new Error(missing);
    contender.#description = ready;
    return contender;
  }

  /** What it is, with versions. */
  get description(): string {
    return this.#description;
  }

  async run(steps: number): Promise<number> {
    return (await this.#ask(`run ${steps}`)).msPerStep!;
  }

  /** Takes at least so many steps. @returns The loss of each, nats. */
  async losses(steps: number): Promise<readonly number[]> {
    return (await this.#ask(`losses ${steps}`)).losses!;
  }

  /** Resident memory now, in bytes. */
  async residentBytes(): Promise<number> {
    return (await this.#ask('memory')).residentBytes!;
  }

  /** Ends the process, and waits until it has. */
  async close(): Promise<void> {
    const { pid, exitCode, signalCode, stdin } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    stdin!.end();
    await exit;
  }

  async #ask(question: string): Promise<Answer> {
    const answer = this.#answer();
    this.#child.stdin!.write(`${question}\n`);
    return answer;
  }

  async #answer(): Promise<Answer> {
    const line = new Promise<string>((resolve) => (this.#answered = resolve));
    return JSON.parse(await Promise.race([line, this.#ended])) as Answer;
  }
}

/** The line of a process's last words that says what was wrong. */
function complaintOf(text: string): string {
  const lines = text.trim().split('\n');
  const complaint = lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line)) ?? lines.at(-1)!;
  return complaint || 'it ended without a word';
}
