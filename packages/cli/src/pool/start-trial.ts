import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TrialEvent } from '../trials/trial-events.ts';
import type { TrialEnding, TrialMessage, TrialOrder } from './trial-messages.ts';

/** A trial that runs. */
export interface StartedTrial {
  /** Asks it to save and end. */
  readonly stop: () => void;
  /** Never rejects: a process that dies is a failed trial. */
  readonly ended: Promise<TrialEnding>;
}

/** How a trial is started; a process of its own outside tests. */
export type StartTrial = (
  order: Omit<Extract<TrialOrder, { type: 'run' }>, 'type'>,
  onEvent: (event: TrialEvent) => void,
) => StartedTrial;

/** What a process that dies says last, in characters. */
const LAST_WORDS = 400;

/** Runs a trial in a process of its own, so that one that crashes, or is killed for memory, takes no other along. */
export const startTrialProcess: StartTrial = (order, onEvent) => {
  const child = fork(
    fileURLToPath(new URL('../../bin/worker.js', import.meta.url)),
    ['pool/trial.worker'],
    // Not this process's flags: export conditions for a loader that the child does not have would mislead it.
    { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let stopping = false;
  const send = (message: TrialOrder): void => {
    if (child.connected) child.send(message);
  };
  send({ type: 'run', ...order });
  return {
    stop: () => {
      stopping = true;
      send({ type: 'stop' });
    },
    ended: endOf(child, onEvent, () => stopping),
  };
};

async function endOf(
  child: ChildProcess,
  onEvent: (event: TrialEvent) => void,
  wasStopped: () => boolean,
): Promise<TrialEnding> {
  let ending: TrialEnding | undefined;
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LAST_WORDS);
  });
  child.on('message', (message: TrialMessage) => {
    if (message.type === 'end') ending = message.ending;
    else onEvent(message.event);
  });
  // A process that cannot be started has an error and no exit.
  const [code, signal] = (await Promise.race([
    once(child, 'close'),
    once(child, 'error').then(([error]) => [(error as Error).message, null]),
  ])) as [number | string | null, string | null];
  if (ending) return ending;
  // Asked to stop before it could listen: there was nothing to save.
  if (wasStopped()) return { status: 'stopped' };
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const last = said.trim() === '' ? '' : `; its last words: ${said.trim()}`;
  return { status: 'failed', message: `the trial's process ${how}${last}`, mistake: false };
}
