import type * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { hostTensor } from '../../../tensor/index.ts';
import type { OnnxValue } from '../../graph/index.ts';
import { describeNode, type GraphView, intOf, intsOf, isOp } from './graph-view.ts';
import { classVector, isLinear, type LinearLayer, readLinearLayer } from './linear-layer.ts';
import { mapNumbers, multiplyMatrices, type StoredNumbers } from './matrices.ts';
import { decodeStored, isStored, storedInts } from './stored-tensor.ts';

/** What the names of nodes begin with that calibration put between a head and its logits. */
export const CALIBRATION_PREFIX = 'temper_calibration';

/** A linear layer and what lies between it and a value: together they give the logits. */
export interface TracedHead {
  readonly layer: LinearLayer;
  /** The layer's, and what scales and shifts its results, taken together: logits = input · templatesᵀ + bias. */
  readonly templates: StoredNumbers;
  readonly bias: StoredNumbers | null;
  readonly logits: OnnxValue;
  /** Axes of size 1 after that of the classes. */
  readonly placeAxes: number;
  /** The softmax that reads the logits. */
  readonly softmax: onnx.NodeProto | undefined;
  readonly elementType: number;
  /** Every node from the layer to the value. */
  readonly nodes: readonly onnx.NodeProto[];
}

const SOFTMAX = ['Softmax', 'LogSoftmax'];
const POOL = ['GlobalAveragePool', 'ReduceMean'];
const RESHAPE = ['Flatten', 'Squeeze', 'Reshape'];
const ALIKE = ['Identity', 'Dropout', 'Cast'];

/**
 * Follows a value back to the linear layer that it is made by.
 * @throws FormatError, naming the node, if something else lies between or it is made otherwise.
 */
export function traceHead(where: string, view: GraphView, value: OnnxValue): TracedHead {
  const { node, after } = walkBack(where, view, value);
  const layer = readLinearLayer(where, view, node);
  let folded: Folded = { ...layer, pooled: false };
  let logits = node.output[0]!;
  let softmax: onnx.NodeProto | undefined;
  for (const next of after) {
    if (isOp(next, ...SOFTMAX)) softmax = next;
    if (softmax) break;
    folded = fold(where, view, { folded, node: next });
    logits = next.output[0]!;
  }
  const { templates, bias, placeAxes, elementType } = folded;
  if (templates.shape[0]! < 2) {
    throw new FormatError(
      `${where}: expected ${describeNode(node)} to give scores of two or more classes, got one`,
    );
  }
  const nodes = [node, ...after];
  return { layer, templates, bias, logits, placeAxes, softmax, elementType, nodes };
}

/** The value that a node passes on, perhaps scaled, shifted, reshaped or normalised; undefined for other nodes. */
export function sourceOf(view: GraphView, node: onnx.NodeProto): OnnxValue | undefined {
  const [first = '', second = ''] = node.input;
  if (isOp(node, ...SOFTMAX, ...POOL, ...RESHAPE, ...ALIKE)) return first;
  if (isOp(node, 'Add', 'Mul', 'Sub', 'Div')) {
    if (isStored(view, second)) return isStored(view, first) ? undefined : first;
    return isOp(node, 'Add', 'Mul') && isStored(view, first) ? second : undefined;
  }
  return isCalibration(node) && isLinear(view, node) ? first : undefined;
}

function isCalibration({ name }: onnx.NodeProto): boolean {
  return name.startsWith(CALIBRATION_PREFIX);
}

function walkBack(
  where: string,
  view: GraphView,
  output: OnnxValue,
): { readonly node: onnx.NodeProto; readonly after: readonly onnx.NodeProto[] } {
  const after: onnx.NodeProto[] = [];
  let value = output;
  let normalized = false;
  for (;;) {
    const node = view.producers.get(value);
    // As many steps as there are nodes: a damaged graph may be a ring.
    if (!node || node.output[0] !== value || after.length >= view.graph.node.length) {
      throw new FormatError(`${where}: expected a head before ${value}, got none`);
    }
    if (isLinear(view, node) && !isCalibration(node)) return { node, after };
    const source = sourceOf(view, node);
    const isSoftmax = isOp(node, ...SOFTMAX);
    const isLate = !normalized && after.some((next) => !isOp(next, ...RESHAPE, ...ALIKE));
    if (source === undefined || (isSoftmax && (normalized || isLate))) {
      throw new FormatError(
        `${where}: expected a head, and nothing after it but scaling, reshaping and one softmax, got ${describeNode(node)}`,
      );
    }
    normalized ||= isSoftmax;
    after.unshift(node);
    value = source;
  }
}

/** A linear layer with some of the nodes after it taken in. */
type Folded = Pick<LinearLayer, 'templates' | 'bias' | 'placeAxes' | 'elementType'> & {
  readonly pooled: boolean;
};

function fold(
  where: string,
  view: GraphView,
  { folded, node }: { readonly folded: Folded; readonly node: onnx.NodeProto },
): Folded {
  if (isOp(node, 'Cast')) return { ...folded, elementType: intOf(node, 'to', 0) };
  if (isOp(node, 'Identity', 'Dropout')) return folded;
  if (isOp(node, ...POOL)) return foldPool(where, view, { folded, node });
  if (isOp(node, ...RESHAPE))
    return { ...folded, placeAxes: axesLeft(view, node, folded.placeAxes) };
  if (isOp(node, 'MatMul', 'Conv')) return foldMatrix(where, view, { folded, node });
  return foldVector(where, view, { folded, node });
}

function foldPool(
  where: string,
  view: GraphView,
  { folded, node }: { readonly folded: Folded; readonly node: onnx.NodeProto },
): Folded {
  const { placeAxes } = folded;
  const refusal = new FormatError(
    `${where}: expected ${describeNode(node)} to average all places of a 1×1 convolution, got other axes`,
  );
  if (placeAxes === 0) throw refusal;
  if (isOp(node, 'GlobalAveragePool')) return folded;
  const rank = placeAxes + 2;
  const axes = (axesOf(view, node) ?? []).map((axis) => (axis < 0 ? axis + rank : axis)).sort();
  if (axes.join() !== Array.from({ length: placeAxes }, (_, i) => i + 2).join()) throw refusal;
  return { ...folded, placeAxes: intOf(node, 'keepdims', 1) === 0 ? 0 : placeAxes };
}

/** Axes of size 1 that are left after the classes. */
function axesLeft(view: GraphView, node: onnx.NodeProto, placeAxes: number): number {
  if (!isOp(node, 'Squeeze')) return 0;
  return Math.max(0, placeAxes - (axesOf(view, node)?.length ?? placeAxes));
}

/** An attribute of old, an input of today. */
function axesOf(view: GraphView, node: onnx.NodeProto): number[] | undefined {
  return intsOf(node, 'axes') ?? storedInts(view, node.input[1] ?? '');
}

function foldVector(
  where: string,
  view: GraphView,
  { folded, node }: { readonly folded: Folded; readonly node: onnx.NodeProto },
): Folded {
  const { templates, bias, placeAxes } = folded;
  const [numClasses, width] = templates.shape as readonly [number, number];
  const operand = node.input.find((name) => isStored(view, name))!;
  const numbers = decodeStored(where, view, operand);
  const { data } = classVector(where, numbers, { numClasses, placeAxes });
  if (isOp(node, 'Add', 'Sub')) {
    const sign = isOp(node, 'Sub') ? -1 : 1;
    const before = bias ?? hostTensor('float64', [numClasses], new Float64Array(numClasses));
    return { ...folded, bias: mapNumbers(before, (b, k) => b + sign * data[k]!) };
  }
  const factor = (k: number): number => (isOp(node, 'Div') ? 1 / data[k]! : data[k]!);
  return {
    ...folded,
    templates: mapNumbers(templates, (weight, i) => weight * factor(Math.floor(i / width))),
    bias: bias && mapNumbers(bias, (b, k) => b * factor(k)),
  };
}

/** Matrix scaling: a linear layer of K classes upon K classes. */
function foldMatrix(
  where: string,
  view: GraphView,
  { folded, node }: { readonly folded: Folded; readonly node: onnx.NodeProto },
): Folded {
  const { templates: matrix } = readLinearLayer(where, view, node);
  const { templates, bias } = folded;
  const turned = bias && multiplyMatrices(matrix, { ...bias, shape: [...bias.shape, 1] });
  return {
    ...folded,
    templates: multiplyMatrices(matrix, templates),
    bias: turned && { ...turned, shape: turned.shape.slice(0, 1) },
  };
}
