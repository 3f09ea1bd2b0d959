import type * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { formatShape, hostTensor } from '../../../tensor/index.ts';
import type { OnnxValue } from '../../graph/index.ts';
import { attributeOf, describeNode, type GraphView, intOf, intsOf, isOp } from './graph-view.ts';
import { mapNumbers, type StoredNumbers, transposeMatrix } from './matrices.ts';
import { decodeStored, isStored, storedElementType } from './stored-tensor.ts';

/** A node that computes input · templatesᵀ + bias, of a row or at every place of a map. */
export interface LinearLayer {
  readonly kind: 'gemm' | 'matmul' | 'convolution';
  readonly node: onnx.NodeProto;
  readonly input: OnnxValue;
  /** `[K, D]`. */
  readonly templates: StoredNumbers;
  /** `[K]`. */
  readonly bias: StoredNumbers | null;
  /** Axes of places, after that of the classes: 0 but for a convolution. */
  readonly placeAxes: number;
  readonly elementType: number;
}

/** Whether a node is of the kind that a head is, with weights that are stored. */
export function isLinear(view: GraphView, node: onnx.NodeProto): boolean {
  return isOp(node, 'Gemm', 'MatMul', 'Conv') && isStored(view, node.input[1] ?? '');
}

/**
 * Reads the weights of a node for which `isLinear` holds.
 * @throws FormatError if it computes something else with them.
 */
export function readLinearLayer(where: string, view: GraphView, node: onnx.NodeProto): LinearLayer {
  const [input, weights, bias = ''] = node.input as [OnnxValue, OnnxValue, OnnxValue?];
  const stored = decodeStored(where, view, weights);
  const refuse = (rule: string, got: string): never => {
    throw new FormatError(`${where}: expected ${describeNode(node)} to ${rule}, got ${got}`);
  };
  const isMap = isOp(node, 'Conv');
  if (stored.shape.length < 2 || (stored.shape.length > 2 && !isMap)) {
    return refuse('have a matrix of weights', formatShape(stored.shape));
  }
  const templates = isMap
    ? filterTemplates(node, stored, refuse)
    : matrixTemplates(node, stored, refuse);
  const numClasses = templates.shape[0]!;
  const beta = isOp(node, 'Gemm') ? (attributeOf(node, 'beta')?.f ?? 1) : 1;
  const added = bias === '' || beta === 0 ? null : decodeStored(where, view, bias);
  return {
    kind: isMap ? 'convolution' : isOp(node, 'Gemm') ? 'gemm' : 'matmul',
    node,
    input,
    templates,
    bias:
      added && mapNumbers(classVector(where, added, { numClasses, placeAxes: 0 }), (b) => beta * b),
    placeAxes: isMap ? stored.shape.length - 2 : 0,
    elementType: storedElementType(view, weights)!,
  };
}

type Refuse = (rule: string, got: string) => never;

function matrixTemplates(
  node: onnx.NodeProto,
  stored: StoredNumbers,
  refuse: Refuse,
): StoredNumbers {
  if (!isOp(node, 'Gemm')) return transposeMatrix(stored);
  if (intOf(node, 'transA', 0) !== 0) refuse('read one example a row', 'transA = 1');
  const alpha = attributeOf(node, 'alpha')?.f ?? 1;
  const templates = intOf(node, 'transB', 0) === 0 ? transposeMatrix(stored) : stored;
  return alpha === 1 ? templates : mapNumbers(templates, (weight) => alpha * weight);
}

function filterTemplates(
  node: onnx.NodeProto,
  stored: StoredNumbers,
  refuse: Refuse,
): StoredNumbers {
  const [numClasses, width, ...window] = stored.shape as [number, number, ...number[]];
  if (window.some((side) => side !== 1)) refuse('be a 1×1 convolution', window.join('×'));
  const group = intOf(node, 'group', 1);
  if (group !== 1) refuse('connect all channels', `${group} groups`);
  const strides = intsOf(node, 'strides') ?? [];
  const pads = intsOf(node, 'pads') ?? [];
  // Left out or padded places would make the mean of its results another than that of its input.
  if (strides.some((stride) => stride !== 1))
    refuse('visit every place', `strides ${strides.join()}`);
  if (pads.some((pad) => pad !== 0)) refuse('add no places', `pads ${pads.join()}`);
  return hostTensor(stored.dtype, [numClasses, width], stored.data);
}

/**
 * A tensor that broadcasts along the classes, as one number for each, `[K]`.
 * @param options.placeAxes - Axes after that of the classes in what it is combined with.
 * @throws FormatError if it varies along another axis.
 */
export function classVector(
  where: string,
  tensor: StoredNumbers,
  { numClasses, placeAxes }: { readonly numClasses: number; readonly placeAxes: number },
): StoredNumbers {
  const { shape, dtype, data } = tensor;
  const axis = shape.length - 1 - placeAxes;
  const isVector = data.length === numClasses && shape[axis] === numClasses;
  if (data.length !== 1 && !isVector) {
    throw new FormatError(
      `${where}: expected one number for each of ${numClasses} classes beside the head, got a tensor ${formatShape(shape)}`,
    );
  }
  if (isVector) return hostTensor(dtype, [numClasses], data);
  return hostTensor('float64', [numClasses], new Float64Array(numClasses).fill(data[0]!));
}
