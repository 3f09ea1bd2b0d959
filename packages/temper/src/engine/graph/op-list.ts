import type { DType, HostTensor, Shape } from '../../tensor/index.ts';

/** An op that needs no attributes. */
export type NoAttributes = Readonly<Record<string, never>>;

/** Axes to reduce over, ascending and counted from the front, and whether they stay as size 1. */
export interface ReductionAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** One axis, counted from the front. */
interface AxisAttributes {
  readonly axis: number;
}

/** How a filter moves over images. */
export interface ConvolutionAttributes {
  /** Down and across. */
  readonly strides: readonly [number, number];
  /** Rows and columns of zeros: above, left, below, right. */
  readonly pads: readonly [number, number, number, number];
  /** Distance between the filter's taps, down and across. */
  readonly dilations: readonly [number, number];
  /** Into how many groups the channels are divided, each convolved by itself. */
  readonly groups: number;
}

/** How a pooling window moves over images. */
export interface PoolingAttributes {
  /** Height and width of the window. */
  readonly size: readonly [number, number];
  /** Down and across. */
  readonly strides: readonly [number, number];
  /** Rows and columns of padding: above, left, below, right. */
  readonly pads: readonly [number, number, number, number];
}

/** How an averaging window moves over images, and whether padding counts among its elements. */
export interface AveragePoolingAttributes extends PoolingAttributes {
  readonly countPadding: boolean;
}

/**
 * The closed list of ops and what each is parameterised by. Attributes are canonical: axes are
 * counted from the front, defaults are filled in (the functions in `calls/` see to both).
 *
 * To add an op: its line here, its documented call in `calls/`, its file in `engine/ops`.
 */
export interface OpAttributes {
  // Sources
  input: { readonly name: string; readonly dtype: DType; readonly shape: Shape };
  /** `value` may hold float64 numbers that `dtype` only rounds: the reference keeps them exact. */
  constant: { readonly value: HostTensor; readonly dtype: DType };
  // Elementwise, one operand
  neg: NoAttributes;
  abs: NoAttributes;
  reciprocal: NoAttributes;
  exp: NoAttributes;
  log: NoAttributes;
  sqrt: NoAttributes;
  tanh: NoAttributes;
  erf: NoAttributes;
  sigmoid: NoAttributes;
  gelu: NoAttributes;
  relu: NoAttributes;
  step: NoAttributes;
  cast: { readonly to: DType };
  // Elementwise, broadcasting
  add: NoAttributes;
  sub: NoAttributes;
  mul: NoAttributes;
  div: NoAttributes;
  maximum: NoAttributes;
  minimum: NoAttributes;
  equal: NoAttributes;
  greater: NoAttributes;
  less: NoAttributes;
  where: NoAttributes;
  // Reductions
  reduceSum: ReductionAttributes;
  reduceMean: ReductionAttributes;
  reduceMax: ReductionAttributes;
  argMax: AxisAttributes;
  // Shape
  reshape: { readonly shape: Shape };
  transpose: { readonly permutation: readonly number[] };
  slice: {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
    readonly steps: readonly number[];
  };
  concat: AxisAttributes;
  pad: { readonly before: readonly number[]; readonly after: readonly number[] };
  expand: { readonly shape: Shape };
  // Linear algebra
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  dense: NoAttributes;
  // Images [N, C, H, W]
  conv2d: ConvolutionAttributes;
  convTranspose2d: ConvolutionAttributes & { readonly size: readonly [number, number] };
  conv2dFilter: ConvolutionAttributes & { readonly size: readonly [number, number] };
  channelAffine: NoAttributes;
  channelMoments: NoAttributes;
  localResponseNorm: {
    readonly size: number;
    readonly alpha: number;
    readonly beta: number;
    readonly bias: number;
  };
  averagePool: AveragePoolingAttributes;
  averagePoolInput: AveragePoolingAttributes & { readonly imageSize: readonly [number, number] };
  maxPool: PoolingAttributes;
  maxPoolInput: PoolingAttributes;
  // Rows
  softmax: AxisAttributes;
  logSoftmax: AxisAttributes;
  layerNorm: { readonly epsilon: number };
  softmaxCrossEntropy: NoAttributes;
  // Indexing
  gather: AxisAttributes;
  scatterAdd: AxisAttributes & { readonly size: number };
  takeAlongAxis: AxisAttributes;
  scatterAddAlongAxis: AxisAttributes & { readonly size: number };
  oneHot: { readonly depth: number; readonly on: number; readonly off: number };
  // Randomness comes in as data
  dropout: { readonly keep: number };
}

/** The name of an op. */
export type OpName = keyof OpAttributes;
