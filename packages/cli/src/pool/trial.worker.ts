/** The process of one trial of a pool: told what to run over its channel, it reports and ends. */
import process from 'node:process';
import { writeTrialReport } from '../report/index.ts';
import { BusyError } from '../trials/run-directory.ts';
import { runTrial } from '../trials/run-trial.ts';
import { UserError } from '../user-error.ts';
import type { TrialEnding, TrialMessage, TrialOrder } from './trial-messages.ts';

let stop = (): void => undefined;
let asked = false;
const askToStop = (): void => {
  asked = true;
  stop();
};

// Ctrl-C reaches every process of a terminal; whoever started this one decides what it means.
process.on('SIGINT', () => undefined);
// Whoever started this one is gone: what is done is saved.
process.on('disconnect', askToStop);
process.on('message', (order: TrialOrder) => {
  if (order.type === 'stop') askToStop();
  else void run(order).then(end);
});

async function run(order: Extract<TrialOrder, { type: 'run' }>): Promise<TrialEnding> {
  try {
    const outcome = await runTrial({
      ...order,
      onEvent: (event) => {
        say({ type: 'event', event });
      },
      onStart: (stopTraining) => {
        stop = stopTraining;
        if (asked) stop();
      },
    });
    if (outcome.status === 'stopped') return { status: 'stopped' };
    await writeTrialReport(outcome.result);
    return { status: 'finished', reused: outcome.reused };
  } catch (error) {
    const { message, stack } = error as Error;
    if (error instanceof BusyError) return { status: 'busy', message };
    const mistake = error instanceof UserError;
    return { status: 'failed', message: mistake ? message : (stack ?? message), mistake };
  }
}

function say(message: TrialMessage, then?: () => void): void {
  if (process.connected) process.send!(message, undefined, undefined, then);
}

function end(ending: TrialEnding): void {
  say({ type: 'end', ending }, () => {
    process.disconnect();
  });
}
