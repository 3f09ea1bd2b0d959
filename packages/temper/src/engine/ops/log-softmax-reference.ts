import type { ReferenceTensor } from '../graph/index.ts';
import { axisLayout, forEachLine } from './axis-layout.ts';

/** x − log Σ e^x along an axis, for the reference; shifted by the maximum so that nothing overflows. */
export function referenceLogSoftmax({ data, shape }: ReferenceTensor, axis: number): Float64Array {
  const layout = axisLayout(shape, axis);
  const y = new Float64Array(data.length);
  forEachLine(layout, (start) => {
    const line = Array.from({ length: layout.size }, (_, k) => start + k * layout.inner);
    const largest = Math.max(...line.map((at) => data[at]!));
    const sum = line.reduce((total, at) => total + Math.exp(data[at]! - largest), 0);
    for (const at of line) y[at] = data[at]! - largest - Math.log(sum);
  });
  return y;
}
