import { calibrationFindings } from './calibration-findings.ts';
import type { Finding, TourPair } from './finding.ts';
import { layerFindings } from './layer-findings.ts';

/** What the tour found, claim by claim. */
export function findingsOf(pair: TourPair): Finding[] {
  return [...calibrationFindings(pair), ...layerFindings(pair)];
}
