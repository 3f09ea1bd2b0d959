import { describe, expect, test } from 'vitest';
import {
  type ClassTriple,
  clusterGeometry,
  type Head,
  logitGap,
  projectOnPlane,
  templateDistances,
  templatePlane,
} from '../../src/analysis/penultimate/index.ts';
import { hostTensor } from '../../src/tensor/index.ts';
import { readGolden } from '../support/analysis.ts';
import { expectAllClose } from '../support/matchers.ts';

interface Spread {
  readonly mean: number;
  readonly coefficientOfVariation: number;
}

interface ForHead {
  readonly plane: {
    readonly templates: readonly (readonly [number, number])[];
    readonly positions: readonly number[];
  };
  readonly distances: {
    readonly own: Spread;
    readonly others: Spread;
    readonly templateSquaredNorm: Spread;
  };
}

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly classes: ClassTriple;
  readonly templates: readonly number[];
  readonly bias: readonly number[];
  readonly labels: readonly number[];
  readonly penultimate: readonly number[];
  readonly logits: readonly number[];
  readonly logitGap: {
    readonly mean: number;
    readonly standardDeviation: number;
    readonly pairStandardDeviation: number;
  };
  readonly plane: Readonly<Record<'plain' | 'bias', ForHead['plane']>>;
  readonly distances: Readonly<Record<'plain' | 'bias', ForHead['distances']>>;
  readonly geometry: {
    readonly radii: readonly number[];
    readonly activationNorms: readonly number[];
    readonly meanRadius: number;
    readonly meanActivationNorm: number;
    readonly meanDistance: number;
    readonly distanceVariation: number;
    readonly radiusRatio: number;
  };
}

const golden = readGolden('penultimate') as Golden;
const [count, numClasses, numFeatures] = golden.shape;
const labels = Int32Array.from(golden.labels);
const penultimate = hostTensor(
  'float64',
  [count, numFeatures],
  Float64Array.from(golden.penultimate),
);
const templates = hostTensor(
  'float64',
  [numClasses, numFeatures],
  Float64Array.from(golden.templates),
);
const bias = hostTensor('float64', [numClasses], Float64Array.from(golden.bias));
const heads: Readonly<Record<'plain' | 'bias', Head>> = {
  plain: { templates },
  bias: { templates, bias },
};

describe.each(['plain', 'bias'] as const)('%s head', (kind) => {
  test('the plane and its projections are those of NumPy’s QR', () => {
    const plane = templatePlane(heads[kind], golden.classes);
    expectAllClose(
      plane.templates.flatMap(({ x, y }) => [x, y]),
      golden.plane[kind].templates.flat(),
    );
    expectAllClose(projectOnPlane(plane, penultimate), golden.plane[kind].positions);
  });

  test('distances to templates are SciPy’s', () => {
    const got = templateDistances(heads[kind], { penultimate, labels });
    for (const key of ['own', 'others', 'templateSquaredNorm'] as const) {
      const expected = golden.distances[kind][key];
      expectAllClose(
        [got[key]!.mean, got[key]!.coefficientOfVariation!],
        [expected.mean, expected.coefficientOfVariation],
      );
    }
  });
});

test('the logit gap and its spreads are NumPy’s', () => {
  const logits = hostTensor('float64', [count, numClasses], Float64Array.from(golden.logits));
  const { mean, standardDeviation, pairStandardDeviation } = logitGap(
    { logits, labels },
    { alpha: 0.1 },
  );
  expectAllClose(
    [mean, standardDeviation, pairStandardDeviation],
    [
      golden.logitGap.mean,
      golden.logitGap.standardDeviation,
      golden.logitGap.pairStandardDeviation,
    ],
  );
});

test('cluster geometry is NumPy’s and SciPy’s', () => {
  const { clusters, ...overall } = clusterGeometry({ penultimate, labels }, { numClasses });
  const { radii, activationNorms, ...expected } = golden.geometry;
  expectAllClose(
    clusters.map((cluster) => cluster.radius!),
    radii,
  );
  expectAllClose(
    clusters.map((cluster) => cluster.activationNorm!),
    activationNorms,
  );
  expect(Object.keys(overall).sort()).toEqual(Object.keys(expected).sort());
  for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
    expectAllClose([overall[key]!], [expected[key]]);
  }
});
