export * from './dtype.ts';
export * from './host-tensor.ts';
export * from './shape.ts';
