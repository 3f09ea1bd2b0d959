import { assertInteger, Rng } from '../../base/index.ts';
import { hostTensor } from '../../tensor/index.ts';
import { type Activations, activationsSize } from './activations.ts';
import { type PlanePoint, projectOnPlane, type TemplatePlane } from './template-plane.ts';

/** An example on the plane. */
export interface ProjectedExample extends PlanePoint {
  readonly label: number;
  /** Its row among the activations. */
  readonly index: number;
}

/** Which examples are projected. */
export interface ProjectionOptions {
  /** At most this many of each class. Default: all. */
  readonly perClass?: number;
  /** Draws the examples at random by this seed. Default: the first of each class. */
  readonly seed?: number;
}

/** The rows whose label is one of `classes`, at most `perClass` of each, in ascending order. */
function selectRows(
  labels: Int32Array,
  classes: readonly number[],
  { perClass = labels.length, seed }: ProjectionOptions,
): number[] {
  const order =
    seed === undefined ? labels.keys() : Rng.fromSeed(seed).permutation(labels.length).values();
  const room = new Map(classes.map((k) => [k, perClass]));
  const rows: number[] = [];
  for (const row of order) {
    const left = room.get(labels[row]!) ?? 0;
    if (left === 0) continue;
    room.set(labels[row]!, left - 1);
    rows.push(row);
  }
  return rows.sort((a, b) => a - b);
}

/**
 * Projects examples of the plane's three classes on the plane, in order of their rows. A class with
 * fewer examples than asked for gives all it has.
 * @throws ShapeError if counts or widths differ; ValueRangeError for an activation that is not
 * finite, a negative label or `perClass` below 1.
 */
export function projectExamples(
  plane: TemplatePlane,
  activations: Activations,
  options: ProjectionOptions = {},
): ProjectedExample[] {
  const { perClass = 1 } = options;
  assertInteger('projectExamples', 'perClass', perClass, 1);
  const { penultimate, labels } = activations;
  const [, numFeatures] = activationsSize('projectExamples', activations, Infinity);
  const rows = selectRows(labels, plane.classes, options);
  if (rows.length === 0) return [];
  const chosen = new Float64Array(rows.length * numFeatures);
  rows.forEach((row, i) => {
    chosen.set(
      penultimate.data.subarray(row * numFeatures, (row + 1) * numFeatures),
      i * numFeatures,
    );
  });
  const shape = [rows.length, numFeatures];
  const positions = projectOnPlane(plane, hostTensor('float64', shape, chosen));
  return rows.map((index, i) => ({
    x: positions[2 * i]!,
    y: positions[2 * i + 1]!,
    label: labels[index]!,
    index,
  }));
}
