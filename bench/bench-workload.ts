import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admit, admitFirst, type Admitted, closeAll, type ContenderResult } from './admission.ts';
import { type ChildCommand, ChildContender } from './child-contender.ts';
import { compare, type Comparison } from './compare.ts';
import { interleave } from './harness.ts';
import { type ImageLoading, loadingCommand, measureImageLoading } from './image-loading.ts';
import { makeEntrant } from './line-up.ts';
import { memoryGrowth, type MemoryGrowth, type MemoryGrowthOptions } from './memory-growth.ts';
import type { BenchOptions } from './options.ts';
import { writeTrainingTask } from './training-task.ts';
import type { WorkloadName, WorkloadSettings } from './workload.ts';
import { WORKLOADS } from './workloads/index.ts';

/**
 * Share of its memory a process may gain over the steps that are watched and count as flat: garbage not
 * yet collected moves it by as much either way. Keeping one batch in 25 steps of the perceptron, or in
 * four of the convolutional networks, gains more.
 */
const FLAT = 0.1;

/** What the benchmark of a workload found. */
export interface WorkloadResult {
  readonly settings: WorkloadSettings;
  readonly rounds: number;
  readonly contenders: readonly ContenderResult[];
  /** Those that were asked for and of which both sides could be measured. */
  readonly comparisons: readonly Comparison[];
  /** Null where images need next to nothing done to them. */
  readonly loading: ImageLoading | null;
  readonly memory: MemoryGrowth & { readonly steps: number; readonly flat: boolean };
}

/** Times the training step of a workload, Temper's and the others', and watches Temper's memory. */
export async function benchWorkload(
  name: WorkloadName,
  { threads, rounds: asked, python }: Omit<BenchOptions, 'workloads' | 'audit'>,
  report: (line: string) => void,
): Promise<WorkloadResult> {
  const workload = WORKLOADS[name];
  const settings = { ...workload.settings, threads };
  const rounds = asked ?? workload.rounds;
  const folder = await mkdtemp(join(tmpdir(), 'temper-bench-'));
  const admitted: Admitted[] = [];
  const refused: ContenderResult[] = [];
  try {
    await writeTrainingTask(folder, settings);
    const [temper, ...rivals] = workload.contenders(threads);
    report(`${name}: first steps of ${temper.name}`);
    const { first, expected } = await admitFirst(
      makeEntrant(temper, { folder, python }),
      workload.agreement,
    );
    admitted.push(first);
    for (const rival of rivals) {
      report(`${name}: first steps of ${rival.name}`);
      const entrant = makeEntrant(rival, { folder, python });
      const result = await admit(entrant, expected, workload.agreement.tolerance);
      if ('child' in result) admitted.push(result);
      else refused.push(result);
    }
    const times = await interleave(
      admitted.map(({ child }) => child),
      {
        ...workload.turns,
        rounds,
        onRound: (round) => {
          report(`${name}: round ${round} of ${rounds}`);
        },
      },
    );
    const measured = admitted.map(({ entrant, child, lossDifference }, i) => {
      const { description } = child;
      const { name, group } = entrant;
      return { name, group, description, lossDifference, problem: null, times: times[i]! };
    });
    await closeAll(admitted.splice(0));
    if (workload.measuresLoading) report(`${name}: loading and augmenting`);
    const loading = workload.measuresLoading ? await measureImageLoading(folder) : null;
    report(`${name}: memory over ${workload.memory.steps} steps`);
    // With all that a training loop has: a second thread, where images are augmented.
    const watched = loading ? loadingCommand(folder, 'augmented') : first.entrant;
    return {
      settings,
      rounds,
      contenders: [...measured, ...refused],
      comparisons: compare(measured, workload.comparisons),
      loading,
      memory: await watchMemory(watched, workload.memory),
    };
  } finally {
    await closeAll(admitted);
    await rm(folder, { recursive: true });
  }
}

async function watchMemory(
  command: ChildCommand,
  options: MemoryGrowthOptions,
): Promise<WorkloadResult['memory']> {
  const child = await ChildContender.start(command);
  try {
    const growth = await memoryGrowth(child, options);
    const gained = (growth.bytesPerThousandSteps * options.steps) / 1000;
    return { ...growth, steps: options.steps, flat: gained <= FLAT * growth.samples[0]! };
  } finally {
    await child.close();
  }
}
