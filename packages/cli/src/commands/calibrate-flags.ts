import type { RecalibrationMethod } from 'temper';
import type { FitFlags, SourceFlags } from './audit-flags.ts';

/** Flags of `temper calibrate`. */
export interface CalibrateFlags extends SourceFlags, FitFlags {
  /** Not given together with `apply`. */
  readonly method?: RecalibrationMethod;
  /** A saved recalibrator, in place of fitting one. */
  readonly apply?: string;
  readonly out?: string;
}
