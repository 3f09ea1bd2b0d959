import { describe, expect, it } from 'vitest';
import { dataName, modelName } from './data-and-model.ts';

describe('dataName', () => {
  it('is the name of a data set, and of a folder its own', () => {
    const folder = {
      size: 64,
      channels: 3,
      validation: 0.1,
      test: 0.2,
      skipUnreadable: false,
    } as const;
    expect(dataName({ name: 'cifar10', validation: 5000 })).toBe('cifar10');
    expect(dataName({ name: 'folder', path: '/home/ada/photos', ...folder })).toBe('photos');
  });
});

describe('modelName', () => {
  it('tells residual networks apart, as --model does', () => {
    expect(modelName({ name: 'resnet', depth: 20, version: 1 })).toBe('resnet20');
    expect(modelName({ name: 'resnet', depth: 56, version: 2 })).toBe('resnet56-v2');
    expect(modelName({ name: 'cifar-alexnet' })).toBe('cifar-alexnet');
  });
});
