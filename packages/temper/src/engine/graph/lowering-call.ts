import type { OpAttributes, OpName } from './op-list.ts';
import type { TensorType } from './symbolic-tensor.ts';

/** What a lowering needs to know beside the names of its inputs. */
export interface LoweringCall<N extends OpName> {
  readonly attributes: OpAttributes[N];
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
}
