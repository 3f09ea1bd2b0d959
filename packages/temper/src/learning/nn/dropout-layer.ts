import { dropout, type SymbolicTensor } from '../../engine/graph/index.ts';
import { assertWithin } from '../../base/index.ts';
import type { ForwardContext } from './forward-context.ts';

/** Inverted dropout of a share `rate` of the elements while training; the identity otherwise. */
export function dropoutLayer(
  context: ForwardContext,
  x: SymbolicTensor,
  { name, rate }: { readonly name: string; readonly rate: number },
): SymbolicTensor {
  assertWithin('dropoutLayer', 'rate', rate, { minimum: 0, maximum: 1, openMaximum: true });
  if (!context.training || rate === 0) return x;
  const keep = 1 - rate;
  return dropout(x, context.mask(`${name}.mask`, x.shape, keep), { keep });
}
