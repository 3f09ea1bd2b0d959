import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

/** A training under way. */
export interface Training {
  /** What trains, with versions. */
  readonly description: string;
  /** Takes at least `count` steps, each on a fresh batch, to their end. @returns The loss of each. */
  step(count: number): Promise<readonly number[]>;
}

/** Answers the benchmark's questions about a training until there are no more. */
export async function serve(training: Training): Promise<void> {
  answer({ ready: training.description });
  for await (const line of createInterface({ input: process.stdin })) {
    const [question, argument] = line.split(' ');
    if (question === 'memory') {
      answer({ residentBytes: process.memoryUsage.rss() });
      continue;
    }
    const start = performance.now();
    const losses = await training.step(Number(argument));
    const msPerStep = (performance.now() - start) / losses.length;
    answer(question === 'losses' ? { losses } : { msPerStep });
  }
  // Worker threads would keep the process.
  process.exit();
}

function answer(content: object): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}
