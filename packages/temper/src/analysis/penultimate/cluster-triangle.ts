import { ValueRangeError } from '../../base/index.ts';
import type { Activations } from './activations.ts';
import { projectExamples } from './projection.ts';
import type { PlanePoint, TemplatePlane } from './template-plane.ts';

/** The triangle of three class means on the plane through their templates. */
export interface ClusterTriangle {
  /** Projected class means, in the order of the plane's classes. */
  readonly vertices: readonly [PlanePoint, PlanePoint, PlanePoint];
  /** Lengths from first to second, second to third, third to first class. */
  readonly edges: readonly [number, number, number];
  /** Shortest edge over longest: 1 when equilateral; `null` when the means coincide. */
  readonly edgeRatio: number | null;
}

/**
 * The triangle that the projected means of the plane's three classes span. With label smoothing it
 * tends to an equilateral one: every class equally far from every other.
 * @throws ShapeError if counts or widths differ; ValueRangeError if a class has no example or an
 * activation is not finite.
 */
export function clusterTriangle(plane: TemplatePlane, activations: Activations): ClusterTriangle {
  const examples = projectExamples(plane, activations);
  const vertex = (label: number): PlanePoint => {
    const members = examples.filter((example) => example.label === label);
    if (members.length === 0) {
      throw new ValueRangeError(
        `clusterTriangle: expected examples of class ${label}, got none among ${activations.labels.length}`,
      );
    }
    const mean = (axis: 'x' | 'y'): number =>
      members.reduce((sum, point) => sum + point[axis], 0) / members.length;
    return { x: mean('x'), y: mean('y') };
  };
  const [a, b, c] = plane.classes;
  const vertices = [vertex(a), vertex(b), vertex(c)] as const;
  const edge = (p: PlanePoint, q: PlanePoint): number => Math.hypot(p.x - q.x, p.y - q.y);
  const edges = [
    edge(vertices[0], vertices[1]),
    edge(vertices[1], vertices[2]),
    edge(vertices[2], vertices[0]),
  ] as const;
  const longest = Math.max(...edges);
  return { vertices, edges, edgeRatio: longest === 0 ? null : Math.min(...edges) / longest };
}
