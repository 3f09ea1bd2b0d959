import { ValueRangeError } from '../../base/index.ts';
import { type FloatTensor, matrixSize } from '../statistics/index.ts';
import { assertNumFeatures } from './activations.ts';
import { type Head, templatePoints } from './head.ts';

/** A point of the plane. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/** The three classes a plane is laid through. */
export type ClassTriple = readonly [number, number, number];

/** The plane through three templates, with coordinates on it. Vectors have the templates' width:
 * D, or D + 1 when the head has a bias. */
export interface TemplatePlane {
  readonly classes: ClassTriple;
  /** Width D of the activations it projects. */
  readonly numFeatures: number;
  /** Mean of the three templates. */
  readonly origin: readonly number[];
  /** Orthonormal directions of x, from the first template to the second, and y, toward the third. */
  readonly basis: readonly [readonly number[], readonly number[]];
  /** Where the three templates lie; their mean is (0, 0). */
  readonly templates: readonly [PlanePoint, PlanePoint, PlanePoint];
}

/**
 * An edge shorter than this part of the longest, after what lies along the other is taken out, is
 * float32 rounding and no direction.
 */
const COLLINEAR = 1e-6;

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function assertTriple(classes: ClassTriple, numClasses: number): void {
  const inRange = classes.every((k) => Number.isInteger(k) && k >= 0 && k < numClasses);
  if (!inRange || new Set(classes).size !== 3) {
    throw new ValueRangeError(
      `templatePlane: expected three different classes in [0, ${numClasses}), got ${classes.join(', ')}`,
    );
  }
}

/**
 * The plane through the templates of three classes a, b, c: origin at their mean, orthonormal basis
 * by Gram-Schmidt on w_b − w_a and w_c − w_a. With a bias, templates have it appended (and
 * activations a 1), so that distances to templates are those the logits see.
 *
 * x points from the first class to the second and the third lies on the side of positive y, so the
 * picture depends on the order of the classes only by a rotation or reflection.
 * @throws ShapeError unless the bias has one number per template; ValueRangeError if a class
 * repeats or is out of range, or the three templates lie on a line and span no plane.
 *
 * References: Müller, Kornblith, Hinton, When Does Label Smoothing Help?, NeurIPS 2019, section 2.
 * <https://arxiv.org/abs/1906.02629>
 */
export function templatePlane(head: Head, classes: ClassTriple): TemplatePlane {
  const { data, width, numClasses, numFeatures } = templatePoints('templatePlane', head);
  assertTriple(classes, numClasses);
  const rows = classes.map((k) => Array.from(data.subarray(k * width, (k + 1) * width)));
  const [a, b, c] = rows as [number[], number[], number[]];
  const along = b.map((value, i) => value - a[i]!);
  const across = c.map((value, i) => value - a[i]!);
  const alongLength = Math.sqrt(dot(along, along));
  const acrossLength = Math.sqrt(dot(across, across));
  const xAxis = along.map((value) => value / alongLength);
  const overlap = dot(across, xAxis);
  const rest = across.map((value, i) => value - overlap * xAxis[i]!);
  const restLength = Math.sqrt(dot(rest, rest));
  const shortest = COLLINEAR * Math.max(alongLength, acrossLength);
  // Written so that the NaN of two equal templates is caught as well.
  if (!(alongLength > shortest && restLength > shortest)) {
    throw new ValueRangeError(
      `templatePlane: expected templates that span a plane, got those of classes ${classes.join(', ')} on one line; choose other classes`,
    );
  }
  const yAxis = rest.map((value) => value / restLength);
  const origin = a.map((value, i) => (value + b[i]! + c[i]!) / 3);
  const position = (template: number[]): PlanePoint => {
    const centered = template.map((value, i) => value - origin[i]!);
    return { x: dot(centered, xAxis), y: dot(centered, yAxis) };
  };
  return {
    classes,
    numFeatures,
    origin,
    basis: [xAxis, yAxis],
    templates: [position(a), position(b), position(c)],
  };
}

/**
 * Coordinates on the plane of the points nearest to activations.
 * @param penultimate - Activations `[N, D]`; a 1 is appended when the plane's head has a bias.
 * @returns x and y of every example `[N, 2]`, row-major.
 * @throws ShapeError if the activations are not as wide as the templates; ValueRangeError for one
 * that is not finite.
 */
export function projectOnPlane(plane: TemplatePlane, penultimate: FloatTensor): Float64Array {
  const [count, numFeatures] = matrixSize('projectOnPlane', 'penultimate', penultimate);
  assertNumFeatures('projectOnPlane', numFeatures, plane.numFeatures);
  const positions = new Float64Array(count * 2);
  plane.basis.forEach((axis, column) => {
    // What every example shares: the appended 1, where there is one, less the origin's part.
    const offset = (axis[numFeatures] ?? 0) - dot(plane.origin, axis);
    for (let n = 0; n < count; n++) {
      let sum = offset;
      for (let i = 0; i < numFeatures; i++)
        sum += axis[i]! * penultimate.data[n * numFeatures + i]!;
      positions[2 * n + column] = sum;
    }
  });
  return positions;
}
