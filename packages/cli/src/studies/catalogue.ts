import { accuracyStudy, calibrationStudy, penultimateStudy, type Study } from 'temper';
import type { StudyName } from '../commands/study-flags.ts';
import { presentAccuracy } from './accuracy-report.ts';
import { presentCalibration } from './calibration-report.ts';
import type { FinishedTrial, StudyFindings } from './finished-trial.ts';
import { presentPenultimate } from './penultimate-report.ts';

/** A study, and how what it finds is shown. */
export interface CatalogueEntry {
  readonly study: Study<unknown>;
  readonly present: (trials: readonly FinishedTrial[]) => StudyFindings;
}

/** The studies there are. */
export const STUDIES: Readonly<Record<StudyName, CatalogueEntry>> = {
  accuracy: { study: accuracyStudy, present: presentAccuracy },
  calibration: { study: calibrationStudy, present: presentCalibration },
  penultimate: { study: penultimateStudy, present: presentPenultimate },
};
