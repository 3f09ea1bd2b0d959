import { ValueRangeError } from '../../base/index.ts';
import { hostTensor, type HostTensor } from '../../tensor/index.ts';
import { type FloatTensor, matrixSize } from '../statistics/index.ts';

/** What a probability of 0 is raised to: the distance from 1 to the next double. */
const PROBABILITY_FLOOR = 2 ** -52;

/** Logits that give some probabilities back, and how many of these had to be raised. */
export interface LogProbabilities {
  /** log p `[N, K]`. */
  readonly logits: HostTensor<'float64'>;
  /** Entries below `PROBABILITY_FLOOR`, whose logarithm is that of the floor. */
  readonly raised: number;
}

/**
 * Probabilities as logits: their logarithms, of which softmax makes the probabilities again. A temperature
 * fitted to them is the one that would have been fitted to the logits they came from, as long as none was
 * rounded to 0; those are raised to 2⁻⁵², so that a label that was given no chance costs 36 nats.
 * @param probabilities - `[N, K]`, none negative.
 * @throws ShapeError unless it is a matrix; ValueRangeError naming the first entry that is negative or not
 * finite.
 */
export function logProbabilities(probabilities: FloatTensor): LogProbabilities {
  const [count, numClasses] = matrixSize('logProbabilities', 'probabilities', probabilities);
  const { data } = probabilities;
  const logits = new Float64Array(data.length);
  let raised = 0;
  for (let i = 0; i < data.length; i++) {
    const probability = data[i]!;
    if (probability < 0) {
      throw new ValueRangeError(
        `logProbabilities: expected probabilities of at least 0, got ${probability} at row ${Math.floor(i / numClasses)}, column ${i % numClasses}`,
      );
    }
    if (probability < PROBABILITY_FLOOR) raised += 1;
    logits[i] = Math.log(Math.max(probability, PROBABILITY_FLOOR));
  }
  return { logits: hostTensor('float64', [count, numClasses], logits), raised };
}
