import type { StudyScale } from 'temper';
import type { ComputeFlags } from './run-flags.ts';

/** Names of the studies. */
export type StudyName = 'accuracy' | 'calibration' | 'penultimate';

/** Flags that say which trials a study is made of, and where they are. */
export interface StudyFlags extends Pick<ComputeFlags, 'json' | 'out'> {
  readonly scale: StudyScale;
  /** In place of the scale's own. */
  readonly seeds?: readonly number[];
  /** Seeds 0, 1, … in place of a list. */
  readonly numSeeds?: number;
}

/** Flags of `temper study run`. */
export interface StudyRunFlags extends StudyFlags, ComputeFlags {
  readonly dataDir?: string;
  /** Trials at a time; decided by their networks where it is left out. */
  readonly jobs?: number;
}
