import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildContender } from './child-contender.ts';
import { interleave, type Times } from './harness.ts';
import { type ContenderGroup, type Entrant, lineUp } from './line-up.ts';
import { memoryGrowth, type MemoryGrowth } from './memory-growth.ts';
import { type MlpSettings, writeMlpWorkload } from './mlp-workload.ts';
import type { BenchOptions } from './options.ts';
import { median, timeRatio, type TimeRatio } from './statistics.ts';

const NETWORK: Omit<MlpSettings, 'threads'> = {
  sizes: [784, 1200, 1200, 10],
  numExamples: 8192,
  batchSize: 128,
  learningRate: 0.05,
  momentum: 0.9,
  labelSmoothing: 0.1,
  seed: 0,
};
/** First steps whose losses must agree: enough for a wrong momentum or smoothing to show. */
const COMPARED_STEPS = 5;
/** Allowed difference of a loss from Temper's, nats. */
const TOLERANCE = 1e-4;
/** A multiple of the steps that Temper runs at a time, as are those between readings of its memory. */
const STEPS_PER_TURN = 64;
const MEMORY = { steps: 2048, stepsBetweenSamples: 64, readingsPerSample: 5 };
/**
 * Share of its memory a process may gain over those steps and count as flat: garbage not yet collected
 * moves it by as much either way. Keeping one batch in 25 steps gains more.
 */
const FLAT = 0.1;

/** What became of a contender. */
export interface ContenderResult {
  readonly name: string;
  readonly group: ContenderGroup;
  /** What it is, with versions; null if it never started. */
  readonly description: string | null;
  /** Largest difference of a loss of the first steps from Temper's, nats. */
  readonly lossDifference: number | null;
  /** Why it was not measured. */
  readonly problem: string | null;
  readonly times: Times | null;
}

/** A comparison that was asked for. */
export interface Comparison {
  readonly numerator: string;
  readonly denominator: string;
  readonly ratio: TimeRatio;
  /** What the ratio of medians is meant to be. */
  readonly target: string;
  readonly met: boolean;
}

/** What the benchmark found. */
export interface MlpResult {
  readonly settings: MlpSettings;
  readonly rounds: number;
  /** Processes that wanted a core before it began, one-minute average. */
  readonly loadBefore: number;
  readonly contenders: readonly ContenderResult[];
  /** One for each group of rivals of which any could be measured, with the fastest of them. */
  readonly comparisons: readonly Comparison[];
  readonly memory: MemoryGrowth & { readonly steps: number; readonly flat: boolean };
}

/** A contender that trains as Temper does, ready to be timed. */
interface Admitted {
  readonly entrant: Entrant;
  readonly child: ChildContender;
  readonly lossDifference: number;
}

/**
 * Times the training step of a multilayer perceptron, Temper's and the others', and watches Temper's
 * memory.
 */
export async function benchMlp(
  { threads, rounds, python }: BenchOptions,
  report: (line: string) => void,
): Promise<MlpResult> {
  const settings = { ...NETWORK, threads };
  const loadBefore = loadavg()[0]!;
  const folder = await mkdtemp(join(tmpdir(), 'temper-bench-'));
  const admitted: Admitted[] = [];
  const refused: ContenderResult[] = [];
  try {
    await writeMlpWorkload(folder, settings);
    const [temper, ...rivals] = lineUp({ folder, python, threads });
    report(`${temper.name}: first steps`);
    const own = await ChildContender.start(temper);
    admitted.push({ entrant: temper, child: own, lossDifference: 0 });
    const expected = (await own.losses(COMPARED_STEPS)).slice(0, COMPARED_STEPS);
    for (const entrant of rivals) {
      report(`${entrant.name}: first steps`);
      const result = await admit(entrant, expected);
      if ('child' in result) admitted.push(result);
      else refused.push(result);
    }
    const times = await interleave(
      admitted.map(({ child }) => child),
      {
        rounds,
        stepsPerTurn: STEPS_PER_TURN,
        turnMilliseconds: 2000,
        restMilliseconds: 200,
        onRound: (round) => {
          report(`round ${round} of ${rounds}`);
        },
      },
    );
    const measured = admitted.map(
      ({ entrant: { name, group }, child: { description }, lossDifference }, i) =>
        ({ name, group, description, lossDifference, problem: null, times: times[i]! }) as const,
    );
    await closeAll(admitted.splice(0));
    report(`memory over ${MEMORY.steps} steps`);
    return {
      settings,
      rounds,
      loadBefore,
      contenders: [...measured, ...refused],
      comparisons: compare(measured),
      memory: await watchMemory(temper),
    };
  } finally {
    await closeAll(admitted);
    await rm(folder, { recursive: true });
  }
}

/** Lets a rival take the first steps, and in if its losses are Temper's. */
async function admit(
  entrant: Entrant,
  expected: readonly number[],
): Promise<Admitted | ContenderResult> {
  const { name, group, obstacle } = entrant;
  let child: ChildContender | undefined;
  let lossDifference: number | null = null;
  let problem: string;
  try {
    if (obstacle !== undefined) throw new Error(obstacle);
    child = await ChildContender.start(entrant);
    const losses = await child.losses(expected.length);
    lossDifference = Math.max(...expected.map((loss, step) => Math.abs(losses[step]! - loss)));
    if (lossDifference <= TOLERANCE) return { entrant, child, lossDifference };
    problem = `it learns something else: its losses differ by ${lossDifference.toPrecision(2)}`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  await child?.close();
  const description = child?.description ?? null;
  return { name, group, description, lossDifference, problem, times: null };
}

function compare(
  measured: readonly (ContenderResult & { readonly times: Times })[],
): readonly Comparison[] {
  const fastest = (group: ContenderGroup): { name: string; times: Times } | undefined =>
    measured
      .filter((contender) => contender.group === group)
      .toSorted((a, b) => median(a.times.perRound) - median(b.times.perRound))[0];
  const temper = fastest('temper')!;
  const pytorch = fastest('pytorch');
  const javascript = fastest('javascript');
  const comparisons: Comparison[] = [];
  if (pytorch) {
    const ratio = timeRatio(temper.times.perRound, pytorch.times.perRound);
    const sides = { numerator: temper.name, denominator: pytorch.name };
    comparisons.push({ ...sides, ratio, target: 'at most 0.9', met: ratio.ofMedians <= 0.9 });
  }
  if (javascript) {
    const ratio = timeRatio(javascript.times.perRound, temper.times.perRound);
    const sides = { numerator: javascript.name, denominator: temper.name };
    comparisons.push({ ...sides, ratio, target: 'at least 3', met: ratio.ofMedians >= 3 });
  }
  return comparisons;
}

async function watchMemory(temper: Entrant): Promise<MlpResult['memory']> {
  const child = await ChildContender.start(temper);
  try {
    const growth = await memoryGrowth(child, MEMORY);
    const gained = (growth.bytesPerThousandSteps * MEMORY.steps) / 1000;
    return { ...growth, steps: MEMORY.steps, flat: gained <= FLAT * growth.samples[0]! };
  } finally {
    await child.close();
  }
}

async function closeAll(contenders: readonly Admitted[]): Promise<void> {
  await Promise.all(contenders.map(({ child }) => child.close()));
}
