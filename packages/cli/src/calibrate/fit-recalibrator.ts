import {
  type AffineFit,
  fitBetaCalibration,
  fitHistogramBinning,
  fitIsotonic,
  fitMatrixScaling,
  fitTemperature,
  fitVectorScaling,
  type Predictions,
  type RecalibrationMethod,
  type Recalibrator,
  temperatureRecalibrator,
  type TemperatureScaling,
} from 'temper';

/** A recalibrator, and how its fit went. */
export interface FittedRecalibrator {
  readonly recalibrator: Recalibrator;
  /** Null of other methods. */
  readonly scaling: TemperatureScaling | null;
  readonly notes: readonly string[];
}

/** Fits a recalibrator of the library's defaults to labelled logits. */
export function fitRecalibrator(
  method: RecalibrationMethod,
  predictions: Predictions,
): FittedRecalibrator {
  switch (method) {
    case 'temperature': {
      const scaling = fitTemperature(predictions);
      const recalibrator = temperatureRecalibrator(scaling, predictions);
      return { recalibrator, scaling, notes: boundNotes(scaling) };
    }
    case 'vector':
      return affine(fitVectorScaling(predictions));
    case 'matrix':
      return affine(fitMatrixScaling(predictions));
    case 'isotonic':
      return { recalibrator: fitIsotonic(predictions), scaling: null, notes: [] };
    case 'histogram':
      return { recalibrator: fitHistogramBinning(predictions), scaling: null, notes: [] };
    case 'beta':
      return { recalibrator: fitBetaCalibration(predictions), scaling: null, notes: [] };
  }
}

function affine({
  recalibrator,
  unseenClasses,
  converged,
}: AffineFit<Recalibrator>): FittedRecalibrator {
  const notes: string[] = [];
  if (unseenClasses.length > 0) {
    const [only] = unseenClasses;
    const which =
      unseenClasses.length === 1 ? `class ${only!} has` : `${unseenClasses.length} classes have`;
    notes.push(`${which} no example to fit on: what becomes of it the penalty alone decides.`);
  }
  if (!converged) notes.push('The fit stopped before its minimum was reached.');
  return { recalibrator, scaling: null, notes };
}

function boundNotes({ hitBound }: TemperatureScaling): string[] {
  switch (hitBound) {
    case 'none':
      return [];
    case 'lower':
      return [
        'Every example to fit on is right: T falls to the end of its range, and is none to use.',
      ];
    case 'upper':
      return ['The logits say nothing about the labels: T rises to the end of its range.'];
  }
}
