import {
  type Activations,
  arcSpread,
  type ClassTriple,
  clusterGeometry,
  type ClusterGeometry,
  clusterTriangle,
  type Head,
  scatterRatio,
  selectActivations,
  templatePlane,
} from '../analysis/penultimate/index.ts';

/** The penultimate layer in numbers, over some classes of one split. `null` where a figure has no value. */
export interface LayerFigures {
  /** Scatter within classes over scatter between them. */
  readonly scatterRatio: number | null;
  /** Mean cluster radius over the mean distance between class means. */
  readonly radiusRatio: number | null;
  /** Coefficient of variation of the distances between class means. */
  readonly distanceVariation: number | null;
  /** Mean length of the activations. */
  readonly activationNorm: number;
}

/** The same of three classes, with the triangle of their means on the plane through their templates. */
export interface TripleFigures extends LayerFigures {
  /** Longest edge over shortest: 1 when equilateral. */
  readonly edgeRatio: number | null;
  /** Distance between the first two means over their mean distance to the third. */
  readonly pairRatio: number | null;
  /** How much those two distances to the third differ, over their mean. */
  readonly thirdImbalance: number | null;
  /** Spread of the first two classes along the radius from the third template over that across it. */
  readonly arcRatio: number | null;
}

/** Figures on examples trained on, and on those held out for validation. */
export interface BothSplits<Figures> {
  readonly train: Figures;
  readonly validation: Figures;
}

/** Figures of both groups. */
export interface BothGroups<T> {
  readonly hard: T;
  readonly smoothed: T;
}

/** Figures of every class together. */
export function layerFigures(activations: Activations, numClasses: number): LayerFigures {
  return figuresOf(clusterGeometry(activations, { numClasses }));
}

/** Figures of three classes. */
export function tripleFigures(
  head: Head,
  activations: Activations,
  classes: ClassTriple,
): TripleFigures {
  const rows = [...activations.labels.keys()].filter((n) =>
    classes.includes(activations.labels[n]!),
  );
  const members = selectActivations(activations, rows);
  const plane = templatePlane(head, classes);
  const { edges, edgeRatio } = clusterTriangle(plane, members);
  const [between, second, first] = edges;
  const toThird = (first + second) / 2;
  const overThird = (length: number): number | null => (toThird === 0 ? null : length / toThird);
  const numClasses = head.templates.shape[0]!;
  return {
    ...figuresOf(clusterGeometry(members, { numClasses })),
    edgeRatio: edgeRatio === null || edgeRatio === 0 ? null : 1 / edgeRatio,
    pairRatio: overThird(between),
    thirdImbalance: overThird(Math.abs(first - second)),
    arcRatio: arcSpread(plane, members).arcRatio,
  };
}

function figuresOf(geometry: ClusterGeometry): LayerFigures {
  return {
    scatterRatio: scatterRatio(geometry),
    radiusRatio: geometry.radiusRatio,
    distanceVariation: geometry.distanceVariation,
    activationNorm: geometry.meanActivationNorm,
  };
}
