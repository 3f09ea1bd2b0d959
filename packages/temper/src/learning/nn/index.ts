export * from './batch-norm-layer.ts';
export * from './conv-layer.ts';
export * from './dense-layer.ts';
export * from './dropout-layer.ts';
export * from './forward-context.ts';
export * from './group-norm-layer.ts';
export * from './initializers.ts';
