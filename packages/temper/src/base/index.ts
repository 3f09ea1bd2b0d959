export * from './assertions.ts';
export * from './errors.ts';
export { Rng } from './random.ts';
