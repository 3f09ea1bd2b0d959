import type { AuditedModel } from '../audit/audited-model.ts';
import { number, percent, range } from '../audit/figures-in-words.ts';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import type { CalibrateDocument, JudgedFigure } from './calibrate-document.ts';

const FIGURES: readonly (readonly [JudgedFigure, string, (value: number) => string])[] = [
  ['accuracy', 'accuracy', percent],
  ['nll', 'NLL, nats', number],
  ['brier', 'Brier score', number],
  ['ece', 'ECE', percent],
];

/** What recalibration did, in a few lines. */
export function summarizeCalibration(
  document: CalibrateDocument,
  { name, described }: Pick<AuditedModel, 'name' | 'described'>,
  io: Io,
): string {
  const table = formatTable(
    [
      { title: '' },
      { title: 'before', align: 'right' },
      { title: 'after', align: 'right' },
      { title: 'difference', align: 'right' },
      { title: '95 % interval' },
    ],
    FIGURES.map(([figure, title, show]) => {
      const { difference, interval } = document.difference[figure];
      const ends = interval ? `${show(interval.lower)} to ${show(interval.upper)}` : '';
      return [
        title,
        show(document.before[figure]),
        show(document.after[figure]),
        show(difference),
        ends,
      ];
    }),
    { width: io.width, titleStyle: io.style.dim },
  );
  const { temperature, interval, notes, out } = document;
  const known = interval.temperature ? ` (${range(interval.temperature)})` : '';
  const lines = [
    `${io.style.bold(name)}: ${described}`,
    `${titleOf(document)}, ECE of ${document.bins} bins (${document.convention})`,
    table.trimEnd(),
    ...(temperature === null ? [] : [`Temperature T = ${number(temperature)}${known}`]),
    ...notes.map((note) => io.style.yellow(note)),
    ...(out === null ? [] : [`Written: ${out}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function titleOf({ method, applied, inSample, fittedOn, judgedOn }: CalibrateDocument): string {
  if (applied !== null) {
    return `${method} of ${applied}, fitted on ${fittedOn} examples, judged on ${judgedOn}`;
  }
  return inSample
    ? `${method} fitted and judged on the same ${fittedOn} examples (in-sample)`
    : `${method} fitted on ${fittedOn} examples, judged on ${judgedOn} others`;
}
