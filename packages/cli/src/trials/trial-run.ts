import type { OnnxRuntime, TrialConfig } from 'temper';
import type { ComputeDevice } from '../commands/run-flags.ts';
import type { RunDirectory } from './run-directory.ts';
import type { TrialData } from './trial-data.ts';
import type { TrialEvent } from './trial-events.ts';

/** What a trial is trained with. */
export interface TrialRun {
  readonly runtime: OnnxRuntime;
  readonly config: TrialConfig;
  readonly directory: RunDirectory;
  readonly data: TrialData;
  readonly threads: number;
  readonly device: ComputeDevice;
  readonly shouldStop: () => boolean;
  readonly report: (event: TrialEvent) => void;
}
