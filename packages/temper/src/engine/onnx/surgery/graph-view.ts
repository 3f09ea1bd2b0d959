import type * as onnx from 'onnx-buf';
import type { OnnxValue } from '../../graph/index.ts';
import { quoteName } from './quote-name.ts';
import { graphsOf } from './read-proto.ts';

/** A graph with what is needed to walk it from value to value. */
export interface GraphView {
  readonly graph: onnx.GraphProto;
  readonly producers: ReadonlyMap<OnnxValue, onnx.NodeProto>;
  /** Nodes of the graph itself that read a value, once each. */
  readonly consumers: ReadonlyMap<OnnxValue, readonly onnx.NodeProto[]>;
  readonly initializers: ReadonlyMap<OnnxValue, onnx.TensorProto>;
}

/** Looks through a graph once. */
export function viewGraph(graph: onnx.GraphProto): GraphView {
  const producers = new Map<OnnxValue, onnx.NodeProto>();
  const consumers = new Map<OnnxValue, onnx.NodeProto[]>();
  for (const node of graph.node) {
    for (const name of node.output) if (name !== '') producers.set(name, node);
    for (const name of new Set(node.input)) {
      const known = consumers.get(name);
      if (known) known.push(node);
      else consumers.set(name, [node]);
    }
  }
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return { graph, producers, consumers, initializers };
}

/** Whether a node is a standard operator of one of some names. */
export function isOp({ opType, domain }: onnx.NodeProto, ...names: readonly string[]): boolean {
  return (domain === '' || domain === 'ai.onnx') && names.includes(opType);
}

/** An attribute that is given. */
export function attributeOf(node: onnx.NodeProto, name: string): onnx.AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name);
}

/** An integer attribute, or what the operator takes without it. */
export function intOf(node: onnx.NodeProto, name: string, fallback: number): number {
  const attribute = attributeOf(node, name);
  return attribute ? Number(attribute.i) : fallback;
}

/** A list of integers, undefined without it. */
export function intsOf(node: onnx.NodeProto, name: string): number[] | undefined {
  return attributeOf(node, name)?.ints.map(Number);
}

/** Makes names that nothing in the graph, branches and loops included, goes by. */
export function nameMaker(graph: onnx.GraphProto): (wanted: string) => string {
  const taken = new Set<string>();
  for (const { node, input, initializer } of graphsOf(graph)) {
    for (const one of node)
      for (const name of [one.name, ...one.input, ...one.output]) taken.add(name);
    for (const { name } of [...input, ...initializer]) taken.add(name);
  }
  return (wanted) => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
    taken.add(name);
    return name;
  };
}

/** A node in a message: its operator and name, or without one what it gives. */
export function describeNode({ opType, name, output }: onnx.NodeProto): string {
  return name === ''
    ? `${quoteName(opType).slice(1, -1)} that gives ${quoteName(output[0] ?? '')}`
    : `${quoteName(opType).slice(1, -1)} ${quoteName(name)}`;
}
