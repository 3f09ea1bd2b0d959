/** A point a stroke passes through, in hundredths of the character's box: x to the right, y down. */
interface StrokeNode {
  readonly at: readonly [x: number, y: number];
  /** Whether the stroke may turn sharply here; it is smooth otherwise. */
  readonly corner: boolean;
}

/** A line of the pen; its ends are corners unless they coincide. */
export type Stroke = readonly StrokeNode[];

/** Strokes as straight pieces: piece i runs from point i to point i+1, unless point i ends a stroke. */
export interface FlatStrokes {
  /** x and y by turns, 1 the size of the character's box. */
  readonly points: Float64Array;
  /** 1 where the pen is lifted after a point. */
  readonly ends: Uint8Array;
}

const PIECES_PER_NODE = 3;
const DIAGONAL = Math.SQRT1_2;

/** A stroke through points such as `16,64!`, the mark standing for a corner. */
export function line(points: string): Stroke {
  return points.split(' ').map((point) => {
    const [x, y] = point.split(',').map((number) => Number.parseInt(number, 10));
    return { at: [x!, y!], corner: point.endsWith('!') };
  });
}

/** A closed stroke of nine nodes, from the right end over the top. */
export function oval(cx: number, cy: number, rx: number, ry: number): Stroke {
  const xs = [1, DIAGONAL, 0, -DIAGONAL, -1, -DIAGONAL, 0, DIAGONAL, 1];
  const ys = [0, -DIAGONAL, -1, -DIAGONAL, 0, DIAGONAL, 1, DIAGONAL, 0];
  return xs.map((x, i) => ({ at: [cx + rx * x, cy + ry * ys[i]!], corner: false }));
}

type Vector = readonly [number, number];

/** The tangents on either side of a node: half the way between its neighbours (Catmull-Rom), or one-sided. */
function tangents(stroke: Stroke, i: number): { readonly before: Vector; readonly after: Vector } {
  const last = stroke.length - 1;
  const closed = stroke[0]!.at.every((value, axis) => value === stroke[last]!.at[axis]);
  const { at, corner } = stroke[i]!;
  const previous = stroke[i - 1] ?? (closed ? stroke[last - 1] : undefined);
  const next = stroke[i + 1] ?? (closed ? stroke[1] : undefined);
  const [from, to] = [previous?.at ?? at, next?.at ?? at];
  if (!corner && previous && next) {
    const tangent = [(to[0] - from[0]) / 2, (to[1] - from[1]) / 2] as const;
    return { before: tangent, after: tangent };
  }
  return { before: [at[0] - from[0], at[1] - from[1]], after: [to[0] - at[0], to[1] - at[1]] };
}

/** Flattens strokes to straight pieces, as many between any two nodes: strokes with as many nodes match point by point. */
export function flattenStrokes(strokes: readonly Stroke[]): FlatStrokes {
  const points: number[] = [];
  const ends: number[] = [];
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [from, to] = [stroke[i]!.at, stroke[i + 1]!.at];
      const [leave, arrive] = [tangents(stroke, i).after, tangents(stroke, i + 1).before];
      for (let piece = i === 0 ? 0 : 1; piece <= PIECES_PER_NODE; piece++) {
        const t = piece / PIECES_PER_NODE;
        const weightTo = t * t * (3 - 2 * t);
        const weightLeave = t * (1 - t) * (1 - t);
        const weightArrive = t * t * (t - 1);
        for (const axis of [0, 1] as const) {
          const along = weightLeave * leave[axis] + weightArrive * arrive[axis];
          points.push(((1 - weightTo) * from[axis] + weightTo * to[axis] + along) / 100);
        }
        ends.push(0);
      }
    }
    ends[ends.length - 1] = 1;
  }
  return { points: Float64Array.from(points), ends: Uint8Array.from(ends) };
}
