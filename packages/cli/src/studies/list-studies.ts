import { STUDY_SCALES } from 'temper';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import { STUDIES } from './catalogue.ts';

/** Runs `temper study list`. */
export function listStudies(io: Io): void {
  const studies = Object.values(STUDIES).map(({ study: { name, title, scales } }) => ({
    name,
    title,
    scales: STUDY_SCALES.map((scale) => ({ scale, ...scales[scale] })),
  }));
  io.result({ studies }, () =>
    studies
      .map(({ name, title, scales }) => {
        const table = formatTable(
          ['scale', 'seeds', 'takes', 'shortens'].map((header) => ({ title: header })),
          scales.map(({ scale, seeds, takes, shortens }) => [
            scale,
            seeds.join(', '),
            takes,
            shortens,
          ]),
          { width: io.width, titleStyle: io.style.dim },
        );
        return `${io.style.bold(name)}: ${title}\n${table}`;
      })
      .join('\n'),
  );
}
