import { trainingCurves, type TrainingCurvesData } from '@temper/figures';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../user-error.ts';
import { renderFigure } from './render-figure.ts';
import { writeFigures } from './write-figures.ts';

const data: TrainingCurvesData = {
  panels: [{ title: 'Loss', curves: [{ series: 'a', points: [{ epoch: 1, value: 0.5 }] }] }],
};
function source(id: string): Parameters<typeof renderFigure>[0] {
  return {
    id,
    caption: 'Loss over the epochs.',
    data,
    draw: (document, options) => trainingCurves(document, data, options),
  };
}

describe('renderFigure', () => {
  it('makes a wide and a narrow layout that follow the page, and files with colours of their own', () => {
    const { svgWide, svgNarrow, downloads } = renderFigure(source('training-curves'));
    expect(svgWide).toContain('width="760"');
    expect(svgNarrow).toContain('width="328"');
    expect(svgWide).toContain('var(--figure-ink,');
    expect(downloads.map(({ fileName }) => fileName)).toEqual([
      'training-curves.svg',
      'training-curves.png',
      'training-curves.json',
    ]);
    expect(downloads[0]!.data).not.toContain('var(');
    expect(JSON.parse(downloads[2]!.data as string)).toEqual(data);
  });

  it.each(['', '../a', 'a b', 'A', 'a.svg'])('refuses the id "%s"', (id) => {
    expect(() => renderFigure(source(id))).toThrow(/renderFigure: expected an id/);
  });
});

describe('writeFigures', () => {
  it('writes every download under its name, and refuses a folder that cannot be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'temper-figures-'));
    const figure = renderFigure(source('loss'));
    const paths = await writeFigures(join(folder, 'figures'), [figure]);
    expect(paths).toEqual(
      ['svg', 'png', 'json'].map((type) => join(folder, 'figures', `loss.${type}`)),
    );
    expect(await readdir(join(folder, 'figures'))).toHaveLength(3);
    expect(await readFile(paths[0]!, 'utf8')).toBe(figure.downloads[0]!.data);
    expect(await readFile(paths[1]!)).toEqual(Buffer.from(figure.downloads[1]!.data as Uint8Array));
    await writeFile(join(folder, 'file'), '');
    await expect(writeFigures(join(folder, 'file'), [figure])).rejects.toThrow(UserError);
    await rm(folder, { recursive: true });
  });
});
