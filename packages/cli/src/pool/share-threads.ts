import type { TrialConfig } from 'temper';

/** How many trials run at a time, and with how many threads each. */
export interface PoolShares {
  readonly jobs: number;
  readonly threadsEach: number;
}

/**
 * Shares a budget of threads out to trials. Without `jobs`: networks of dense layers side by side, one
 * thread each, since their steps are too small to gain from more; convolutional ones one after the
 * other with all threads, since several at once would only share out the memory's bandwidth and the
 * caches, and each would end later.
 * @param budget.threads - At least 1; never exceeded.
 * @param budget.jobs - Trials at a time, at least 1; no more than threads.
 */
export function shareThreads(
  configs: readonly TrialConfig[],
  { threads, jobs }: { readonly threads: number; readonly jobs?: number | undefined },
): PoolShares {
  const small = configs.every(({ model }) => model.name === 'mlp');
  if (jobs === undefined && small) {
    return { jobs: Math.max(1, Math.min(threads, configs.length)), threadsEach: 1 };
  }
  const lanes = Math.min(jobs ?? 1, threads);
  return { jobs: lanes, threadsEach: Math.floor(threads / lanes) };
}
