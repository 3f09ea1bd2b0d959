import { describe, expect, test } from 'vitest';
import { ConfigError, ValueRangeError } from '../../base/index.ts';
import {
  evaluateReference,
  type Graph,
  reachable,
  sub,
  type SymbolicTensor,
} from '../../engine/graph/index.ts';
import { makeGraph } from '../../engine/ops/index.ts';
import { makeOptimizer, type OptimizerConfig } from './make-optimizer.ts';
import type { Optimizer, UpdateOutput } from './optimizer.ts';

/** One update of a scalar parameter; by default its gradient is that of ½(p − 3)². */
function traceUpdate(
  optimizer: Optimizer,
  weightDecay = 0,
): UpdateOutput & { readonly graph: Graph } {
  const graph = makeGraph();
  const scalar = (name: string): SymbolicTensor => graph.input(name, 'float32', []);
  const inputs = (names: readonly string[]): Record<string, SymbolicTensor> =>
    Object.fromEntries(names.map((name) => [name, scalar(name)]));
  const parameter = scalar('parameter');
  const slots = inputs(optimizer.slots);
  const scalars = inputs(Object.keys(optimizer.scalars(0, () => 1)));
  const gradient = sub(parameter, 3);
  return { graph, ...optimizer.update({ parameter, gradient, slots, scalars, weightDecay }) };
}

/** Where a number of steps from 0 at one learning rate leads. */
function descend(
  config: OptimizerConfig,
  {
    learningRate,
    steps,
    weightDecay = 0,
  }: Record<'learningRate' | 'steps', number> & { weightDecay?: number },
): number {
  const optimizer = makeOptimizer(config);
  const { graph, parameter, slots } = traceUpdate(optimizer, weightDecay);
  const names = ['parameter', ...optimizer.slots];
  const outputs = [parameter, ...optimizer.slots.map((slot) => slots[slot]!)];
  let state: Record<string, Float64Array> = Object.fromEntries(
    names.map((name) => [name, new Float64Array(1)]),
  );
  for (let step = 0; step < steps; step++) {
    const scalars = Object.entries(optimizer.scalars(step, () => learningRate)).map(
      ([name, value]) => [name, Float64Array.of(value)],
    );
    const feeds = { ...state, ...(Object.fromEntries(scalars) as typeof state) };
    const values = evaluateReference(graph.ops, outputs, feeds);
    state = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  }
  return state.parameter![0]!;
}

describe('makeOptimizer', () => {
  test.each<OptimizerConfig>([
    { name: 'sgd' },
    { name: 'sgd', momentum: 0.9 },
    { name: 'sgd', momentum: 0.9, nesterov: true },
    { name: 'adam' },
    { name: 'adamw' },
  ])('%o finds the minimum of a quadratic', (config) => {
    // Adam at a fixed rate is left circling within about a thousandth of it.
    expect(descend(config, { learningRate: 0.05, steps: 600 })).toBeCloseTo(3, 2);
  });

  test('coupled decay moves the minimum to 3/(1 + λ); adaptive steps do not change that', () => {
    const decay = { learningRate: 0.05, steps: 600, weightDecay: 0.5 };
    expect(descend({ name: 'sgd', momentum: 0.9 }, decay)).toBeCloseTo(2, 3);
    expect(descend({ name: 'adam' }, decay)).toBeCloseTo(2, 2);
  });

  test('decoupled decay of plain gradient descent is the same as coupled', () => {
    const decay = { learningRate: 0.1, steps: 5, weightDecay: 0.5 };
    expect(descend({ name: 'sgd', decoupled: true }, decay)).toBeCloseTo(
      descend({ name: 'sgd' }, decay),
      12,
    );
  });

  test('a step at learning rate 0 stands still, and the next starts anew', () => {
    const optimizer = makeOptimizer({ name: 'sgd', momentum: 0.9 });
    const schedule = (step: number): number => [0.2, 0.1, 0, 0.4][step]!;
    expect([0, 1, 2, 3].map((step) => optimizer.scalars(step, schedule).retention)).toEqual([
      0.9, 0.45, 0, 0,
    ]);
  });

  test('the first step of Adam is the learning rate, whatever the gradient', () => {
    expect(descend({ name: 'adam' }, { learningRate: 0.25, steps: 1 })).toBeCloseTo(0.25, 8);
  });

  test.each<[string, OptimizerConfig, number, string[]]>([
    ['plain', { name: 'sgd' }, 0, ['mul', 'sub']],
    ['momentum', { name: 'sgd', momentum: 0.9 }, 0, ['add', 'mul', 'mul', 'sub']],
    [
      'momentum and decay',
      { name: 'sgd', momentum: 0.9 },
      0.1,
      ['add', 'add', 'mul', 'mul', 'mul', 'sub'],
    ],
  ])('SGD does nothing it need not: %s', (_what, config, weightDecay, expected) => {
    const { parameter, slots } = traceUpdate(makeOptimizer(config), weightDecay);
    const ops = reachable([parameter, ...Object.values(slots)])
      .map(({ op }) => op as string)
      .filter((op) => op !== 'input' && op !== 'constant');
    // One subtraction more is the gradient's own.
    expect(ops.sort()).toEqual([...expected, 'sub']);
  });

  test('names what it knows when asked for something else', () => {
    const config = { name: 'lion' } as unknown as OptimizerConfig;
    expect(() => makeOptimizer(config)).toThrow(ConfigError);
    expect(() => makeOptimizer(config)).toThrow(
      'makeOptimizer: expected one of sgd, adam, adamw, got lion',
    );
  });

  test.each<OptimizerConfig>([
    { name: 'sgd', momentum: 1 },
    { name: 'sgd', momentum: -0.1 },
    { name: 'adam', beta1: 1 },
    { name: 'adamw', beta2: NaN },
    { name: 'adam', epsilon: 0 },
  ])('refuses %o', (config) => {
    expect(() => makeOptimizer(config)).toThrow(ValueRangeError);
  });

  test('refuses Nesterov without momentum', () => {
    expect(() => makeOptimizer({ name: 'sgd', nesterov: true })).toThrow(ConfigError);
  });
});
