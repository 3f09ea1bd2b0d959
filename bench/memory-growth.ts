import type { ChildContender } from './child-contender.ts';
import { robustSlope } from './statistics.ts';

/** Resident memory of a process that trains on and on. */
export interface MemoryGrowth {
  readonly stepsBetweenSamples: number;
  /** Bytes. */
  readonly samples: readonly number[];
  /** Slope of the samples, robust against the ups and downs of garbage collection. */
  readonly bytesPerThousandSteps: number;
}

/** How often memory is looked at. */
export interface MemoryGrowthOptions {
  readonly steps: number;
  readonly stepsBetweenSamples: number;
  /** Of which the lowest is the sample: garbage not yet collected is no growth. */
  readonly readingsPerSample: number;
}

/** Samples a contender's resident memory while it trains, after as many steps as are between two samples. */
export async function memoryGrowth(
  contender: ChildContender,
  { steps, stepsBetweenSamples, readingsPerSample }: MemoryGrowthOptions,
): Promise<MemoryGrowth> {
  const samples: number[] = [];
  for (let step = 0; step <= steps; step += stepsBetweenSamples) {
    const readings: number[] = [];
    while (readings.length < readingsPerSample) {
      await contender.run(stepsBetweenSamples / readingsPerSample);
      readings.push(await contender.residentBytes());
    }
    samples.push(Math.min(...readings));
  }
  return {
    stepsBetweenSamples,
    samples,
    bytesPerThousandSteps: (1000 * robustSlope(samples)) / stepsBetweenSamples,
  };
}
