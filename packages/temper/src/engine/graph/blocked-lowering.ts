import type { Emitter, OnnxValue } from './emitter.ts';
import type { LoweringCall } from './lowering-call.ts';
import type { OpName } from './op-list.ts';

/** A value that is there plain, in blocks of channels, or both; what is missing is made when asked for. */
export interface LaidOutValue {
  /** Whether it is there in blocks already. */
  readonly isBlocked: boolean;
  /** `[N, C, H, W]`, or any other shape. */
  plain(): OnnxValue;
  /** `[N, C/block, H, W, block]`; ONNX Runtime gives its shape as `[N, C, H, W]`. */
  blocked(): OnnxValue;
}

/** What a lowering made, and how it lies. */
export interface LaidOutResult {
  readonly layout: 'plain' | 'blocked';
  readonly value: OnnxValue;
}

/** What a blocked convolution does to its result before writing it: add a value, then ReLU. */
export interface Epilogue {
  readonly sum?: LaidOutValue;
  readonly relu?: boolean;
}

/** Where and how a blocked lowering happens. */
export interface BlockedSite<N extends OpName> {
  readonly emit: Emitter;
  /** Channels in a block. */
  readonly block: number;
  readonly call: LoweringCall<N>;
}

/** How an op is lowered where images are in blocks of channels. */
export interface BlockedLowering<N extends OpName> {
  /**
   * Whether the op, for these shapes, ends in a blocked convolution, which can take an epilogue. Absent:
   * never. Where it does, `lower` gives a result.
   */
  takesEpilogue?(site: Pick<BlockedSite<N>, 'block' | 'call'>): boolean;
  /** Writes the op; undefined where the plain lowering is to serve. */
  lower(
    site: BlockedSite<N>,
    inputs: readonly LaidOutValue[],
    epilogue: Epilogue,
  ): readonly LaidOutResult[] | undefined;
}
