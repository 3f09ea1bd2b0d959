import { readFile } from 'node:fs/promises';
import {
  confidencesOf,
  expectedCalibrationError,
  fitTemperature,
  type HostTensor,
  parseNpz,
  type Predictions,
  reliabilityDiagram,
} from 'temper';

async function readPredictions(path: string): Promise<Predictions> {
  const arrays = parseNpz(await readFile(path), path);
  const logits = arrays.get('logits') as HostTensor<'float32'>; // [N, K]
  const labels = arrays.get('labels') as HostTensor<'int32'>; // [N]
  return { logits, labels: labels.data };
}

/** The ECE of a run on its test split, before and after the temperature that its validation split asks for. */
export async function auditRun(
  run: string,
): Promise<Record<'temperature' | 'before' | 'after', number>> {
  const { temperature } = fitTemperature(
    await readPredictions(`${run}/predictions-validation.npz`),
  );
  const test = await readPredictions(`${run}/predictions-test.npz`);
  const error = (at: number): number =>
    expectedCalibrationError(reliabilityDiagram(confidencesOf(test, { temperature: at })));
  return { temperature, before: error(1), after: error(temperature) };
}
