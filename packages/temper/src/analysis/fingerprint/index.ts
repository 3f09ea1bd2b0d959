export type { AlphaReadings, ReadingsInterval } from './alpha-readings.ts';
export {
  type SmoothingEvidence,
  smoothingFingerprint,
  type SmoothingFingerprint,
  type SmoothingFingerprintOptions,
  type SmoothingVerdict,
} from './smoothing-fingerprint.ts';
