export * from './classifier.ts';
export * from './mlp.ts';
