import { ChildContender } from './child-contender.ts';
import type { Times } from './harness.ts';
import type { Entrant } from './line-up.ts';
import type { ContenderGroup, Workload } from './workload.ts';

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

/** A contender that trains as Temper does, ready to be timed. */
export interface Admitted {
  readonly entrant: Entrant;
  readonly child: ChildContender;
  readonly lossDifference: number;
}

/** Starts Temper, which the others are held to. @returns It, and the losses of its first steps. */
export async function admitFirst(
  entrant: Entrant,
  { steps }: Workload['agreement'],
): Promise<{ readonly first: Admitted; readonly expected: readonly number[] }> {
  const child = await ChildContender.start(entrant);
  try {
    const expected = (await child.losses(steps)).slice(0, steps);
    return { first: { entrant, child, lossDifference: 0 }, expected };
  } catch (error) {
    await child.close();
    throw error;
  }
}

/** Lets a rival take the first steps, and in if its losses are the expected ones. */
export async function admit(
  entrant: Entrant,
  expected: readonly number[],
  tolerance: number,
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
    if (lossDifference <= tolerance) return { entrant, child, lossDifference };
    problem = `it learns something else: its losses differ by ${lossDifference.toPrecision(2)}`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  await child?.close();
  const description = child?.description ?? null;
  return { name, group, description, lossDifference, problem, times: null };
}

/** Ends contenders. */
export async function closeAll(contenders: readonly Admitted[]): Promise<void> {
  await Promise.all(contenders.map(({ child }) => child.close()));
}
