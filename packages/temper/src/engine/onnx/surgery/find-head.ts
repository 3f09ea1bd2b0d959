import type * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import type { OnnxValue } from '../../graph/index.ts';
import { elementTypeName } from './element-types.ts';
import { describeNode, type GraphView, isOp, viewGraph } from './graph-view.ts';
import type { StoredNumbers } from './matrices.ts';
import { parseModel } from './parse-model.ts';
import { quoteName } from './quote-name.ts';
import { sourceOf, type TracedHead, traceHead } from './trace-head.ts';

/** Where a classifier's last layer is in its model, and what it is. */
export interface ClassifierHead {
  /** `output` if only the logits are known: an output was named that no known form of head gives. */
  readonly kind: 'gemm' | 'matmul' | 'convolution' | 'output';
  /** The layer's node, by its name or, if it has none, what it gives. */
  readonly node: string;
  /** The value that holds the logits: all that scales the layer's results taken in, before a softmax. */
  readonly logits: OnnxValue;
  /** What the layer reads, `[N, D]`; of a convolution the maps `[N, D, H, W]`, whose mean that is. */
  readonly penultimate: OnnxValue | null;
  /** Class weight rows `[K, D]`: logits = penultimate · templatesᵀ + bias. */
  readonly templates: StoredNumbers | null;
  /** `[K]`; null without one. */
  readonly bias: StoredNumbers | null;
  /** The output that holds probabilities, if the model ends in a softmax. */
  readonly probabilities: OnnxValue | null;
  /** Type of the logits, by its NumPy name. */
  readonly elementType: string;
  /** Axes of size 1 that the logits have after that of the classes; 0 in `[N, K]`. */
  readonly placeAxes: number;
}

/** Which of several heads is meant. */
export interface FindHeadOptions {
  /** Name of the node, or of a value that it gives. */
  readonly head?: string | undefined;
  /** Name of the output that is the logits, or is made of them. */
  readonly output?: string | undefined;
  /** What the model is, to begin an error's message with. */
  readonly where?: string;
}

/** Nodes that an error names. */
const NAMED_NODES = 4;

/**
 * Finds the last layer of a classifier: a Gemm, a MatMul with or without a bias, or a 1×1 convolution
 * averaged over its places, whose weights are stored in the model; then at most scaling by stored numbers,
 * reshaping and one Softmax or LogSoftmax. Of several, one that the others lead to.
 * @throws FormatError if the bytes are no model that can be read, or the head is not found or not the only
 * one: the message names the last nodes, and `--head` and `--output`, which point at it.
 */
export function findHead(
  bytes: Uint8Array,
  { head, output, where = 'findHead' }: FindHeadOptions = {},
): ClassifierHead {
  const view = viewGraph(parseModel(where, bytes).graph);
  if (head !== undefined) return namedHead(where, view, head);
  if (output !== undefined) return headOfOutput(where, view, output);
  const reasons: string[] = [];
  const found = view.graph.output.flatMap(({ name }) => {
    try {
      return [{ output: name, traced: traceHead(where, view, name) }];
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      reasons.push(error.message);
      return [];
    }
  });
  const last = found.filter(
    ({ traced }) => !found.some((other) => leadsTo(view, traced.logits, other.traced)),
  );
  const [first] = last;
  if (!first) {
    const [reason = ''] = reasons;
    throw new FormatError(
      `${reason}; the last nodes are ${lastNodes(view)}: name the last layer with --head NODE, or the output that holds logits with --output NAME`,
    );
  }
  if (last.some(({ traced }) => traced.logits !== first.traced.logits)) {
    const names = last.map((each) => quoteName(each.output)).join(', ');
    throw new FormatError(
      `${where}: expected one output that a last layer gives, got ${names}; name the one that is meant with --output NAME`,
    );
  }
  const probable = last.find(({ traced }) => traced.softmax && isOp(traced.softmax, 'Softmax'));
  return toHead((probable ?? first).traced, probable?.output ?? null);
}

function toHead(traced: TracedHead, probabilities: OnnxValue | null): ClassifierHead {
  const { layer, templates, bias, logits, placeAxes, elementType } = traced;
  return {
    kind: layer.kind,
    node: handleOf(layer.node),
    logits,
    penultimate: layer.input,
    templates,
    bias,
    probabilities,
    elementType: elementTypeName(elementType),
    placeAxes,
  };
}

/** What a node is pointed at by. */
function handleOf({ name, output }: onnx.NodeProto): string {
  return name === '' ? (output[0] ?? '') : name;
}

/** Whether a value is among those that a head reads. */
function leadsTo(view: GraphView, value: OnnxValue, { layer, logits }: TracedHead): boolean {
  if (value === logits) return false;
  const seen = new Set([layer.input]);
  // A set goes on with what is added to it on the way.
  for (const name of seen) {
    if (name === value) return true;
    for (const source of view.producers.get(name)?.input ?? []) seen.add(source);
  }
  return false;
}

function namedHead(where: string, view: GraphView, name: string): ClassifierHead {
  const node = view.graph.node.find((one) => one.name === name || one.output.includes(name));
  if (!node) {
    throw new FormatError(
      `${where}: expected a node named ${quoteName(name)}, got none; the last nodes are ${lastNodes(view)}`,
    );
  }
  const end = followForward(view, node);
  const traced = traceHead(where, view, end);
  if (!traced.nodes.includes(node)) {
    throw new FormatError(
      `${where}: expected ${describeNode(node)} to be a Gemm, MatMul or 1×1 convolution with stored weights, got none of these; the last nodes are ${lastNodes(view)}`,
    );
  }
  const isNormalized = traced.softmax && isOp(traced.softmax, 'Softmax');
  const isOutput = view.graph.output.some((output) => output.name === end);
  return toHead(traced, isNormalized && isOutput ? end : null);
}

/** The last value that is a node's result scaled, reshaped or normalised, and used by nothing else on the way. */
function followForward(view: GraphView, node: onnx.NodeProto): OnnxValue {
  let value = node.output[0] ?? '';
  for (let i = 0; i < view.graph.node.length; i++) {
    const [next, ...others] = view.consumers.get(value) ?? [];
    if (!next || others.length > 0 || sourceOf(view, next) !== value) break;
    value = next.output[0] ?? '';
  }
  return value;
}

/** The head that gives a named output; where there is none of a known form, the output alone. */
function headOfOutput(where: string, view: GraphView, name: string): ClassifierHead {
  const { graph, producers } = view;
  const output = graph.output.find((one) => one.name === name);
  if (!output) {
    const names = graph.output.map((one) => quoteName(one.name)).join(', ');
    throw new FormatError(
      `${where}: expected --output to be one of ${names}, got ${quoteName(name)}`,
    );
  }
  try {
    const traced = traceHead(where, view, name);
    return toHead(traced, traced.softmax && isOp(traced.softmax, 'Softmax') ? name : null);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  const node = producers.get(name);
  if (!node) {
    throw new FormatError(
      `${where}: expected output ${quoteName(name)} to be computed, got an input or a stored tensor; name another with --output`,
    );
  }
  const isSoftmax = isOp(node, 'Softmax', 'LogSoftmax');
  const elementType =
    output.type?.value.case === 'tensorType' ? output.type.value.value.elemType : 0;
  return {
    kind: 'output',
    node: handleOf(node),
    logits: isSoftmax ? node.input[0]! : name,
    penultimate: null,
    templates: null,
    bias: null,
    probabilities: isOp(node, 'Softmax') ? name : null,
    elementType: elementTypeName(elementType),
    placeAxes: 0,
  };
}

/** The last nodes that are no constants, the very last first. */
function lastNodes({ graph }: GraphView): string {
  return graph.node
    .filter((node) => !isOp(node, 'Constant'))
    .slice(-NAMED_NODES)
    .reverse()
    .map(describeNode)
    .join(', ');
}
