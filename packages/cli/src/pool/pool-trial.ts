import type { TrialConfig } from 'temper';
import type { TrialResult } from '../trials/trial-events.ts';
import type { TrialEnding } from './trial-messages.ts';

/** A trial to be finished, and what it is called along the way. */
export interface PoolTrial {
  readonly label: string;
  readonly config: TrialConfig;
}

/** How a trial of a pool ended. */
export type PoolOutcome =
  | { readonly status: 'finished'; readonly reused: boolean; readonly result: TrialResult }
  | Extract<TrialEnding, { status: 'stopped' | 'failed' }>;
