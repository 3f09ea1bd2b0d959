import { toBinary } from '@bufbuild/protobuf';
import * as onnx from 'onnx-buf';
import { FormatError } from '../../../base/index.ts';
import { quoteName } from './quote-name.ts';
import { graphsOf, readProto } from './read-proto.ts';

/**
 * The files, besides its own, that a model keeps tensors in, as it names them: paths from its folder.
 * @throws FormatError if the bytes are no model, or a tensor is elsewhere without saying where.
 */
export function externalFiles(bytes: Uint8Array, where = 'externalFiles'): string[] {
  const model = readProto(where, bytes);
  return [...new Set(externalTensors(model).map((tensor) => locate(where, tensor).file))];
}

/**
 * Puts tensors that a model keeps in other files into the model.
 * @param files - Contents by the name that `externalFiles` gives.
 * @returns The whole model; `bytes` themselves if it has none elsewhere.
 * @throws FormatError if the bytes are no model, a file is not among `files`, or is too short.
 */
export function inlineExternalData(
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  where = 'inlineExternalData',
): Uint8Array {
  const model = readProto(where, bytes);
  const tensors = externalTensors(model);
  if (tensors.length === 0) return bytes;
  for (const tensor of tensors) {
    const { file, offset, length } = locate(where, tensor);
    const content = files.get(file);
    if (content === undefined) throw missing(where, tensor, file);
    const end = length === undefined ? content.length : offset + length;
    if (offset > content.length || end > content.length) {
      throw new FormatError(
        `${where}: expected bytes ${offset} to ${end} of ${quoteName(file)} for tensor ${quoteName(tensor.name)}, got a file of ${content.length}; fetch or write it again`,
      );
    }
    // The message wants its own kind of array, of the same memory.
    tensor.rawData = content.subarray(offset, end) as Uint8Array<ArrayBuffer>;
    tensor.dataLocation = onnx.TensorProto_DataLocation.DEFAULT;
    tensor.externalData = [];
  }
  return toBinary(onnx.ModelProtoSchema, model);
}

/** Requires every tensor to be in the model itself. */
export function assertInlined(where: string, model: onnx.ModelProto): void {
  const [tensor] = externalTensors(model);
  if (tensor !== undefined) throw missing(where, tensor, locate(where, tensor).file);
}

function externalTensors({ graph }: onnx.ModelProto): onnx.TensorProto[] {
  return [...(graph ? graphsOf(graph) : [])]
    .flatMap(({ initializer, node }) => [
      ...initializer,
      ...node.flatMap(({ attribute }) =>
        attribute.flatMap(({ t, tensors }) => (t ? [t, ...tensors] : tensors)),
      ),
    ])
    .filter(({ dataLocation }) => dataLocation === onnx.TensorProto_DataLocation.EXTERNAL);
}

/** Where a tensor's bytes lie; without a length, up to the end of the file. */
function locate(
  where: string,
  tensor: onnx.TensorProto,
): { readonly file: string; readonly offset: number; readonly length: number | undefined } {
  const said = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const file = said.get('location') ?? '';
  const offset = Number(said.get('offset') ?? 0);
  const length = said.has('length') ? Number(said.get('length')) : undefined;
  const counts = [offset, length ?? 0].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (file === '' || !counts) {
    throw new FormatError(
      `${where}: expected tensor ${quoteName(tensor.name)} to say which bytes of which file it is, got ${JSON.stringify([...said])}; save the model as one file`,
    );
  }
  return { file, offset, length };
}

function missing(where: string, tensor: onnx.TensorProto, file: string): FormatError {
  return new FormatError(
    `${where}: expected the file ${quoteName(file)}, which has tensor ${quoteName(tensor.name)}, beside the model, got none; put it there or save the model as one file`,
  );
}
