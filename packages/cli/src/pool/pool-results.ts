import { BrokenError } from '../broken-error.ts';
import { InterruptedError } from '../terminal/interrupts.ts';
import { UserError } from '../user-error.ts';
import type { TrialResult } from '../trials/trial-events.ts';
import type { PoolOutcome, PoolTrial } from './pool-trial.ts';

/**
 * The results of trials that are all finished.
 * @param goOn - The command that goes on where this one ended.
 * @throws InterruptedError if one was stopped; UserError, or BrokenError for a fault of ours, naming
 * what failed.
 */
export function poolResults(
  trials: readonly PoolTrial[],
  outcomes: readonly PoolOutcome[],
  goOn: string,
): TrialResult[] {
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'failed' ? [{ ...outcome, label: trials[index]!.label }] : [],
  );
  const [first] = failed;
  if (first !== undefined) {
    const count = `${failed.length} of ${trials.length} trials failed`;
    const [line] = first.message.split('\n') as [string];
    const message = `${count}: ${first.label}: ${line}; what is finished is kept, and the same command goes on: ${goOn}`;
    throw failed.every(({ mistake }) => mistake)
      ? new UserError(message)
      : new BrokenError(message);
  }
  return outcomes.map((outcome) => {
    if (outcome.status === 'finished') return outcome.result;
    const done = outcomes.filter(({ status }) => status === 'finished').length;
    throw new InterruptedError(
      `stopped with ${done} of ${trials.length} trials done, saved; go on with: ${goOn}`,
    );
  });
}
