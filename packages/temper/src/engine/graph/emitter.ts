import type { DType, HostTensor } from '../../tensor/index.ts';

/** The name of a value in an ONNX graph; the empty string leaves an optional input out. */
export type OnnxValue = string;

/** A node attribute, with the type ONNX files it under. */
export type OnnxAttribute =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'dtype'; readonly value: DType };

/** An integer attribute. */
export function int(value: number): OnnxAttribute {
  return { type: 'int', value };
}

/** A float attribute. */
export function float(value: number): OnnxAttribute {
  return { type: 'float', value };
}

/** A list-of-integers attribute. */
export function ints(value: readonly number[]): OnnxAttribute {
  return { type: 'ints', value };
}

/** A text attribute. */
export function text(value: string): OnnxAttribute {
  return { type: 'string', value };
}

/** An attribute that names an element type, such as the target of a Cast. */
export function elementType(value: DType): OnnxAttribute {
  return { type: 'dtype', value };
}

/**
 * Lowering for the kernels of ONNX Runtime's CPU provider that keep `block` channels of a pixel side by
 * side: images `[N, C/block, H, W, block]`. They belong to a domain of its own making, so that a runtime
 * is asked first whether it has them (`probeLoweringTarget`).
 */
export interface BlockedTarget {
  readonly name: 'cpu-blocked';
  /** Channels in a block: 16 with AVX-512, 8 with AVX2. */
  readonly block: number;
}

/**
 * What a lowering is for. `standard` uses ops that ONNX Runtime has everywhere (CPU, CUDA, WebGPU,
 * WebAssembly), on the CPU where a device lacks one.
 */
export type LoweringTarget = 'standard' | BlockedTarget;

/** The attributes of an ONNX node by name. */
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** Where a lowering writes its ONNX nodes. */
export interface Emitter {
  readonly target: LoweringTarget;
  /** Adds a node with one output. An op of another domain is written `domain:Op`. */
  node(op: string, inputs: readonly OnnxValue[], attributes?: OnnxAttributes): OnnxValue;
  /** Adds a node with several outputs. */
  nodes(
    op: string,
    inputs: readonly OnnxValue[],
    attributes: OnnxAttributes,
    outputs: number,
  ): readonly OnnxValue[];
  /** A constant list of int64, as ONNX wants shapes and axes. */
  int64s(values: readonly number[]): OnnxValue;
  /** A constant scalar. */
  scalar(value: number, dtype: DType): OnnxValue;
  /** A constant tensor. */
  constant(value: HostTensor): OnnxValue;
}
