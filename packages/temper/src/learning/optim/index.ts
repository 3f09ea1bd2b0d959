export type { AdamConfig, AdamWConfig } from './adam.ts';
export * from './clip.ts';
export * from './make-optimizer.ts';
export * from './optimizer.ts';
export * from './schedules.ts';
export type { SgdConfig } from './sgd.ts';
