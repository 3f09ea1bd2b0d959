export { poolResults } from './pool-results.ts';
export { type PoolOutcome, type PoolTrial, runPool } from './run-pool.ts';
export { type PoolShares, shareThreads } from './share-threads.ts';
