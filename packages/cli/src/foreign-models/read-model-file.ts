import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { externalFiles, inlineExternalData } from 'temper';
import { UserError } from '../user-error.ts';

/**
 * Reads an ONNX model, with the tensors that it keeps in files beside it.
 * @throws UserError if a file cannot be read or is outside of the model's folder; FormatError if the bytes are
 * no model, or another file is too short.
 */
export async function readModelFile(file: string): Promise<Uint8Array> {
  const where = path.basename(file);
  const bytes = await read(file);
  const folder = path.dirname(path.resolve(file));
  const contents = new Map<string, Uint8Array>();
  for (const name of externalFiles(bytes, where)) {
    const place = path.resolve(folder, name);
    // A model from anywhere decides what is opened here.
    if (path.isAbsolute(name) || !place.startsWith(folder + path.sep)) {
      throw new UserError(
        `${where}: expected the files of its tensors in the model's folder, got '${name}'; move it there and save the model again`,
      );
    }
    contents.set(name, await read(place));
  }
  return inlineExternalData(bytes, contents, where);
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(
      `expected '${file}', a file of the model, to be readable, got ${(error as Error).message}; put it there or save the model as one file`,
    );
  }
}
