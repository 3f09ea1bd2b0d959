export { poolResults } from './pool-results.ts';
export type { PoolTrial } from './pool-trial.ts';
export { runPool } from './run-pool.ts';
export { type PoolShares, shareThreads } from './share-threads.ts';
