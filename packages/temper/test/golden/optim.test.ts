import { describe, test } from 'vitest';
import {
  evaluateReference,
  type Graph,
  mul,
  sub,
  type SymbolicTensor,
} from '../../src/engine/graph/index.ts';
import { makeGraph } from '../../src/engine/ops/index.ts';
import {
  clipByGlobalNorm,
  makeOptimizer,
  makeSchedule,
  type OptimizerConfig,
  type ScheduleConfig,
} from '../../src/learning/optim/index.ts';
import { readGolden } from '../support/analysis.ts';
import { runOnnx } from '../support/check-op.ts';
import { expectAllClose, type Tolerance } from '../support/matchers.ts';

interface Step {
  readonly parameter: readonly number[];
  readonly slots: Readonly<Record<string, readonly number[]>>;
}

interface Trajectory {
  readonly config: OptimizerConfig;
  readonly weightDecay: number;
  readonly steps: readonly Step[];
}

interface Golden {
  readonly start: readonly number[];
  readonly curvature: readonly number[];
  readonly minimum: readonly number[];
  readonly learningRates: readonly number[];
  readonly trajectories: readonly Trajectory[];
  readonly schedules: {
    readonly totalSteps: number;
    readonly cases: readonly {
      readonly config: ScheduleConfig;
      readonly rates: readonly number[];
    }[];
  };
  readonly clipping: {
    readonly gradients: readonly (readonly number[])[];
    readonly cases: readonly {
      readonly maxNorm: number;
      readonly clipped: readonly (readonly number[])[];
    }[];
  };
}

const golden = readGolden('optim') as Golden;
const FLOAT32: Tolerance = { rtol: 1e-5, atol: 1e-6 };

type Outputs = Readonly<Record<string, SymbolicTensor>>;
type Feeds = Readonly<Record<string, Float64Array>>;
type Values = Readonly<Record<string, Float64Array>>;

/** What torch's state is in our terms: the displacement is the velocity times the learning rate. */
function slotOf({ slots }: Step, slot: string, learningRate: number): readonly number[] {
  return slot === 'displacement'
    ? slots.velocity!.map((value) => value * learningRate)
    : slots[slot]!;
}

function titleOf({ config, weightDecay }: Trajectory): string {
  return `${JSON.stringify(config)}, weight decay ${weightDecay}`;
}

/** The two machines every update is run on. */
const machines = [
  {
    machine: 'the float64 reference',
    tolerance: {},
    run: (graph: Graph, outputs: Outputs, feeds: Feeds): Promise<Values> => {
      const values = evaluateReference(graph.ops, Object.values(outputs), feeds);
      return Promise.resolve(
        Object.fromEntries(Object.keys(outputs).map((name, i) => [name, values[i]!])),
      );
    },
  },
  {
    machine: 'ONNX Runtime',
    tolerance: FLOAT32,
    run: async (graph: Graph, outputs: Outputs, feeds: Feeds): Promise<Values> => {
      // A model's outputs may not go by the names of its inputs.
      const named = Object.entries(outputs).map(([name, output]) => [`next ${name}`, output]);
      const values = await runOnnx(graph, Object.fromEntries(named) as Outputs, feeds);
      return Object.fromEntries(
        Object.keys(outputs).map((name) => [
          name,
          Float64Array.from(values[`next ${name}`]!.data as Float32Array),
        ]),
      );
    },
  },
];

describe.each(machines)('on $machine', ({ tolerance, run }) => {
  test.each(
    golden.trajectories.map((trajectory): [string, Trajectory] => [
      titleOf(trajectory),
      trajectory,
    ]),
  )('three steps on a quadratic are those of torch.optim: %s', async (_title, trajectory) => {
    const { config, weightDecay, steps } = trajectory;
    const optimizer = makeOptimizer(config);
    const graph = makeGraph();
    const shape = [golden.start.length];
    const input = (name: string): SymbolicTensor => graph.input(name, 'float32', shape);
    const named = (names: readonly string[], make: (name: string) => SymbolicTensor): Outputs =>
      Object.fromEntries(names.map((name) => [name, make(name)]));
    const parameter = input('parameter');
    const gradient = mul(input('curvature'), sub(parameter, input('minimum')));
    const slots = named(optimizer.slots, input);
    const scalars = named(Object.keys(optimizer.scalars(0, () => 1)), (name) =>
      graph.input(name, 'float32', []),
    );
    const next = optimizer.update({ parameter, gradient, slots, scalars, weightDecay });
    let state: Feeds = {
      parameter: Float64Array.from(golden.start),
      ...Object.fromEntries(
        optimizer.slots.map((slot) => [slot, new Float64Array(golden.start.length)]),
      ),
    };
    for (const [step, expected] of steps.entries()) {
      const given = optimizer.scalars(step, (at) => golden.learningRates[at]!);
      const feeds = {
        ...state,
        curvature: Float64Array.from(golden.curvature),
        minimum: Float64Array.from(golden.minimum),
        ...Object.fromEntries(
          Object.entries(given).map(([name, value]) => [name, Float64Array.of(value)]),
        ),
      };
      state = await run(graph, { parameter: next.parameter, ...next.slots }, feeds);
      expectAllClose(state.parameter!, expected.parameter, tolerance);
      for (const slot of optimizer.slots) {
        expectAllClose(
          state[slot]!,
          slotOf(expected, slot, golden.learningRates[step]!),
          tolerance,
        );
      }
    }
  });

  test.each(golden.clipping.cases)(
    'gradients are clipped to a global norm of $maxNorm as clip_grad_norm_ does',
    async ({ maxNorm, clipped }) => {
      const graph = makeGraph();
      const { gradients } = golden.clipping;
      const inputs = gradients.map((gradient, i) =>
        graph.input(`g${i}`, 'float32', [gradient.length]),
      );
      const outputs = clipByGlobalNorm(inputs, maxNorm);
      const feeds = Object.fromEntries(
        gradients.map((gradient, i) => [`g${i}`, Float64Array.from(gradient)]),
      );
      const named = Object.fromEntries(outputs.map((output, i) => [`clipped${i}`, output]));
      const values = await run(graph, named, feeds);
      clipped.forEach((expected, i) => {
        expectAllClose(values[`clipped${i}`]!, expected, tolerance);
      });
    },
  );
});

describe('makeSchedule', () => {
  const { totalSteps, cases } = golden.schedules;
  test.each(cases.map(({ config, rates }) => ({ name: config.name, config, rates })))(
    '$name has the learning rates of torch.optim.lr_scheduler at every step',
    ({ config, rates }) => {
      const schedule = makeSchedule(config, { totalSteps });
      expectAllClose(
        rates.map((_, step) => schedule(step)),
        rates,
      );
    },
  );
});
