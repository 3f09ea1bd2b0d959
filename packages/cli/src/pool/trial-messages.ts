import type { TrialConfig } from 'temper';
import type { ComputeDevice } from '../commands/run-flags.ts';
import type { TrialEvent } from '../trials/trial-events.ts';

/** What a trial's process is told to do; it is told once, and perhaps to stop. */
export type TrialOrder =
  | {
      readonly type: 'run';
      readonly config: TrialConfig;
      /** Folder of all runs. */
      readonly runs: string;
      readonly dataDir: string | undefined;
      readonly threads: number;
      readonly device: ComputeDevice;
    }
  | { readonly type: 'stop' };

/** How a trial's process ended. What is left of a finished trial is in its directory. */
export type TrialEnding =
  | { readonly status: 'finished'; readonly reused: boolean }
  | { readonly status: 'stopped' }
  /** Another process is at the trial. */
  | { readonly status: 'busy'; readonly message: string }
  | {
      readonly status: 'failed';
      readonly message: string;
      /** Whether it is a mistake of the user's rather than a fault of ours. */
      readonly mistake: boolean;
    };

/** What a trial's process says. */
export type TrialMessage =
  | { readonly type: 'event'; readonly event: TrialEvent }
  | { readonly type: 'end'; readonly ending: TrialEnding };
