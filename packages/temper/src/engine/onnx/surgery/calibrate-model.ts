import { create, toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { assertPositive, FormatError, ShapeError, ValueRangeError } from '../../../base/index.ts';
import type { ClassifierHead } from './find-head.ts';
import { nameMaker } from './graph-view.ts';
import { parseModel } from './parse-model.ts';
import { quoteName } from './quote-name.ts';
import { type LogitScaling, scalingNodes } from './scaling-nodes.ts';
import { CALIBRATION_PREFIX } from './trace-head.ts';

/** What a calibrated model says of its calibration, beside method and parameters. */
export interface CalibrationNote {
  /** Examples that the scaling was fitted on. */
  readonly numExamples: number;
  /** The data they are from. */
  readonly data?: string;
  /** Temper's version. */
  readonly version?: string;
}

/** The key of a model's metadata under which its calibration is told, as JSON. */
export const CALIBRATION_KEY = 'temper.calibration';

/**
 * A model whose logits are scaled, between its head and all that uses them: outputs keep their names, and a
 * softmax sees the scaled logits. All else stays as it is. Its metadata tell what was done.
 * @param head - What `findHead` says of the same bytes.
 * @throws FormatError if the bytes are no model that can be read, or one that is calibrated already.
 * @throws ValueRangeError for parameters that are not finite, or a temperature that is not above 0; ShapeError
 * if there are not as many as the head has classes.
 */
export function calibrateModel(
  bytes: Uint8Array,
  head: ClassifierHead,
  {
    scaling,
    note,
    where = 'calibrateModel',
  }: { readonly scaling: LogitScaling; readonly note: CalibrationNote; readonly where?: string },
): Uint8Array {
  assertScaling(where, scaling, head);
  const { model, graph } = parseModel(where, bytes);
  if (model.metadataProps.some(({ key }) => key === CALIBRATION_KEY)) {
    throw new FormatError(
      `${where}: expected a model that is not calibrated, got one that says it is; calibrate the model that it was made from`,
    );
  }
  const at = graph.node.findIndex(({ output }) => output.includes(head.logits));
  const producer = graph.node[at];
  if (!producer) {
    throw new FormatError(
      `${where}: expected a node that gives ${quoteName(head.logits)}, got none; find the head of this very model`,
    );
  }
  const fresh = nameMaker(graph);
  const raw = fresh(`${CALIBRATION_PREFIX}_input`);
  producer.output = producer.output.map((name) => (name === head.logits ? raw : name));
  const nodes = scalingNodes(scaling, { head, raw, fresh });
  graph.node.splice(at + 1, 0, ...nodes);
  const value = JSON.stringify(describe(scaling, note));
  model.metadataProps.push(
    create(onnx.StringStringEntryProtoSchema, { key: CALIBRATION_KEY, value }),
  );
  return toBinary(onnx.ModelProtoSchema, model);
}

function assertScaling(where: string, scaling: LogitScaling, { templates }: ClassifierHead): void {
  if (scaling.method === 'temperature') {
    assertPositive(where, 'temperature', scaling.temperature);
    return;
  }
  const { method, weights, bias } = scaling;
  const numClasses = templates?.shape[0] ?? bias.length;
  const numWeights = method === 'matrix' ? numClasses ** 2 : numClasses;
  if (bias.length !== numClasses || weights.length !== numWeights) {
    throw new ShapeError(
      `${where}: expected ${numWeights} weights and ${numClasses} biases for ${numClasses} classes, got ${weights.length} and ${bias.length}`,
    );
  }
  for (const numbers of [weights, bias]) {
    const wrong = Array.from(numbers).find((number) => !Number.isFinite(number));
    if (wrong === undefined) continue;
    throw new ValueRangeError(`${where}: expected finite weights and biases, got ${wrong}`);
  }
}

/** Parameters are told where they are few; those of a matrix are in the graph. */
function describe(scaling: LogitScaling, note: CalibrationNote): object {
  switch (scaling.method) {
    case 'temperature':
      return { ...scaling, ...note };
    case 'vector': {
      const [weights, bias] = [scaling.weights, scaling.bias].map((numbers) => Array.from(numbers));
      return { method: scaling.method, weights, bias, ...note };
    }
    case 'matrix':
      return { method: scaling.method, nodes: `${CALIBRATION_PREFIX}_*`, ...note };
  }
}
