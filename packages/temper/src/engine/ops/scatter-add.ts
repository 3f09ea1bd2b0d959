import { assertInteger, ShapeError } from '../../base/index.ts';
import { formatShape, sameShape, type Shape, sizeOf } from '../../tensor/index.ts';
import { gather, type OpDefinition } from '../graph/index.ts';
import { axisLayout } from './axis-layout.ts';
import { assertIndices, assertWithinAxis } from './indices.ts';
import { scatterElements } from './scatter-elements.ts';

/** Zeros to which slices of the updates are added where the indices say. */
export const scatterAdd: OpDefinition<'scatterAdd'> = {
  infer([indices, updates], { axis, size }) {
    assertIndices('scatterAdd', indices!);
    assertInteger('scatterAdd', 'axis', axis);
    assertInteger('scatterAdd', 'size', size);
    const rank = indices!.shape.length;
    const { dtype, shape } = updates!;
    if (axis > shape.length || !sameShape(shape.slice(axis, axis + rank), indices!.shape)) {
      throw new ShapeError(
        `scatterAdd: expected updates with the sizes ${formatShape(indices!.shape)} of the indices from axis ${axis} on, got ${formatShape(shape)}`,
      );
    }
    return [{ dtype, shape: shape.toSpliced(axis, rank, size) }];
  },
  evaluate([indices, updates], { axis }, [out]) {
    const { outer, size, inner } = axisLayout(out!.shape, axis);
    assertWithinAxis('scatterAdd', indices!, size);
    const y = new Float64Array(sizeOf(out!.shape));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of indices!.data) {
        for (let i = 0; i < inner; i++) y[(o * size + index) * inner + i]! += updates!.data[at++]!;
      }
    }
    return [y];
  },
  lower(emit, [indices, updates], call) {
    const [indexShape, updateShape] = call.inputs.map((input) => input.shape) as [Shape, Shape];
    const { axis } = call.attributes;
    const flat = updateShape.toSpliced(axis, indexShape.length, sizeOf(indexShape));
    // Indices as a column that broadcasts over the axes around them, then spelled out in full.
    const column = [sizeOf(indexShape), ...flat.slice(axis + 1).map(() => 1)];
    const columnOfIndices = emit.node('Reshape', [indices!, emit.int64s(column)]);
    const everywhere = emit.node('Expand', [columnOfIndices, emit.int64s(flat)]);
    const rows = emit.node('Reshape', [updates!, emit.int64s(flat)]);
    return [scatterElements(emit, [everywhere, rows], { axis, out: call.outputs[0]! })];
  },
  vjp: ({ inputs: [indices], attributes: { axis } }, d) => [undefined, gather(d, indices!, axis)],
};
