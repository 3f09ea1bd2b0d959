export * from './cifar-alexnet.ts';
export * from './classifier.ts';
export * from './cnn.ts';
export * from './mlp.ts';
export * from './model-cost.ts';
export * from './resnet.ts';
