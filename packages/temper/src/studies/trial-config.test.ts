import { describe, expect, it } from 'vitest';
import { canonicalJson, resolveTrialConfig, RECIPES } from './index.ts';

const minimal = {
  data: { name: 'glyphs' },
  model: { name: 'mlp', hidden: [8] },
  learningRate: 0.1,
  epochs: 1,
};

describe('resolveTrialConfig', () => {
  it('fills in every default, so that resolving again changes nothing', () => {
    const config = resolveTrialConfig(minimal);
    expect(config.loss).toEqual({ labelSmoothing: 0, convention: 'uniform' });
    expect(config.optimizer).toEqual({ name: 'sgd', momentum: 0.9, nesterov: false });
    expect(resolveTrialConfig(config)).toEqual(config);
  });

  it.each(Object.keys(RECIPES))('takes the recipe %s', (name) => {
    expect(() => resolveTrialConfig(RECIPES[name as keyof typeof RECIPES].config)).not.toThrow();
  });

  it.each([
    [{ ...minimal, loss: { labelSmoothing: 1 } }, 'config: loss.labelSmoothing'],
    [{ ...minimal, loss: { labelSmoothing: NaN } }, 'config: loss.labelSmoothing'],
    [{ ...minimal, epochs: 0.5 }, 'config: epochs'],
    [{ ...minimal, labelSmooting: 0.1 }, 'labelSmooting'],
    [{ ...minimal, data: { name: 'cifar' } }, 'config: data.name'],
    [null, 'config: config'],
  ])('names what is wrong (%#)', (config, message) => {
    expect(() => resolveTrialConfig(config)).toThrow(message);
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys, and is JSON', () => {
    const text = canonicalJson({ b: [1, { d: null, c: 'x"y' }], a: true });
    expect(text).toBe('{"a":true,"b":[1,{"c":"x\\"y","d":null}]}');
    expect(JSON.parse(text)).toEqual({ a: true, b: [1, { c: 'x"y', d: null }] });
  });
});
