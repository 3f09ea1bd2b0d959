import { describe, test } from 'vitest';
import { gradients } from '../../src/engine/autodiff/index.ts';
import { evaluateReference } from '../../src/engine/graph/index.ts';
import { makeGraph } from '../../src/engine/ops/index.ts';
import { smoothedCrossEntropy } from '../../src/learning/losses/index.ts';
import { readGolden } from '../support/analysis.ts';
import { runOnnx } from '../support/check-op.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Case {
  readonly alpha: number;
  readonly classWeights?: readonly number[];
  readonly ignoreLabel?: number;
  readonly labels?: readonly number[];
  readonly distributions?: readonly number[];
  readonly loss: number;
  readonly gradient: readonly number[];
}

interface Golden {
  readonly shape: readonly [number, number];
  readonly logits: readonly number[];
  readonly cases: readonly Case[];
}

const { shape, logits, cases } = readGolden('losses') as Golden;

function titleOf({ alpha, classWeights, ignoreLabel, labels }: Case): string {
  const target = labels ? 'labels' : 'distributions';
  const weights = classWeights ? ', class weights' : '';
  const ignored = ignoreLabel === undefined ? '' : `, label ${ignoreLabel} ignored`;
  return `${target}, α = ${alpha}${weights}${ignored}`;
}

describe('smoothedCrossEntropy has the value and gradient of torch cross_entropy', () => {
  test.each(cases.map((golden): [string, Case] => [titleOf(golden), golden]))(
    '%s',
    async (_title, golden) => {
      const { labels, distributions, loss, gradient, ...options } = golden;
      const graph = makeGraph();
      const z = graph.input('logits', 'float32', shape);
      const target = labels
        ? graph.input('target', 'int32', shape.slice(0, 1))
        : graph.input('target', 'float32', shape);
      const value = smoothedCrossEntropy(z, target, options);
      const slope = gradients(graph, value, [z])[0]!;
      const feeds = {
        logits: Float64Array.from(logits),
        target: Float64Array.from(labels ?? distributions!),
      };
      const [exactValue, exactSlope] = evaluateReference(graph.ops, [value, slope], feeds);
      expectAllClose(exactValue!, [loss]);
      expectAllClose(exactSlope!, gradient);
      const got = await runOnnx(graph, { value, slope }, feeds);
      expectAllClose(got.value!.data as Float32Array, [loss], { rtol: 1e-5, atol: 0 });
      // p − t loses digits where they are nearly equal: what is left is good to float32's unit of p.
      expectAllClose(got.slope!.data as Float32Array, gradient, { rtol: 1e-5, atol: 1e-7 });
    },
  );
});
