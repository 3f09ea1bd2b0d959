import { join } from 'node:path';
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts';
import type { ReportFigure } from './report-content.ts';

/**
 * Writes what a report offers for download of each picture (SVG, PNG, data) into a folder, which is made
 * if need be.
 * @returns The paths, in order.
 * @throws UserError if the folder or a file cannot be written.
 */
export async function writeFigures(
  folder: string,
  figures: readonly ReportFigure[],
): Promise<string[]> {
  await makeFolder(folder);
  const files = figures.flatMap(({ downloads }) => downloads);
  for (const { fileName, data } of files) await writeFileAtomically(join(folder, fileName), data);
  return files.map(({ fileName }) => join(folder, fileName));
}
