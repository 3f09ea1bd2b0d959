import { Graph, type OpTable } from '../graph/index.ts';
import { constant } from './constant.ts';
import { dense } from './dense.ts';
import { exp } from './exp.ts';
import { input } from './input.ts';
import { mul } from './mul.ts';
import { relu } from './relu.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { step } from './step.ts';

/** Every op of the closed list. */
export const standardOps = { constant, dense, exp, input, mul, relu, softmaxCrossEntropy, step } as unknown as OpTable;

/** An empty graph over Temper's ops. */
export function makeGraph(): Graph {
  return new Graph(standardOps);
}
