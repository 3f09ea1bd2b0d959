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
  const { biases } = scaling;
  const numClasses = templates?.shape[0] ?? biases.length;
  const rows =
    scaling.method === 'matrix' ? [...scaling.weights, biases] : [scaling.scales, biases];
  const numRows = scaling.method === 'matrix' ? numClasses + 1 : 2;
  const odd = rows.find((row) => row.length !== numClasses);
  if (odd !== undefined || rows.length !== numRows) {
    throw new ShapeError(
      `${where}: expected ${scaling.method} scaling of ${numClasses} classes, got one of ${odd?.length ?? rows.length - 1}`,
    );
  }
  const wrong = rows.flat().find((number) => !Number.isFinite(number));
  if (wrong !== undefined) {
    throw new ValueRangeError(`${where}: expected finite scales and biases, got ${wrong}`);
  }
}

/** Parameters are told where they are few; those of a matrix are in the graph. */
function describe(scaling: LogitScaling, note: CalibrationNote): object {
  switch (scaling.method) {
    case 'temperature':
      return { method: scaling.method, temperature: scaling.temperature, ...note };
    case 'vector': {
      const { method, scales, biases } = scaling;
      return { method, scales, biases, ...note };
    }
    case 'matrix':
      return { method: scaling.method, nodes: `${CALIBRATION_PREFIX}_*`, ...note };
  }
}
