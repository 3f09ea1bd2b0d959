import type { Download, ReportSection } from '../report/index.ts';
import { tableCsv } from '../report/index.ts';
import { inWords } from './audit-summary.ts';
import type { AuditedSource } from './audited-model.ts';
import { classTile } from './class-tile.ts';
import { percent } from './figures-in-words.ts';

/** A class with its error, as it is listed. */
interface ListedClass {
  readonly label: number;
  readonly name: string;
  readonly error: number;
  readonly examples: number;
}

/** The reliability of every class, the worst first, of the models whose every probability is known. */
export function classSections(audited: readonly AuditedSource[]): ReportSection[] {
  return audited.flatMap(({ model, result }, index): ReportSection[] => {
    const { classwise, classDiagram } = result;
    if (classwise === null || classDiagram === null) return [];
    const several = audited.length > 1;
    const classes = listClasses(classwise.perClass, model);
    return [
      {
        heading: `Classes${several ? ` of ${model.name}` : ''}`,
        paragraphs: [
          `For every class its probability against how often it is the label, over all examples. The error is ${percent(classwise.mean)} on average over ${inWords(classes.length)} classes.`,
        ],
        gallery: {
          caption:
            'The worst first. Bars: how often the class is the label where it is given that probability, both from 0 to 1. Orange above a bar: the probability is too high; blue: too low; faint: fewer than 20 examples.',
          noun: 'classes',
          items: classes.map(({ label, name, error, examples }) => ({
            name,
            notes: [
              `error ${percent(error)}`,
              `${inWords(examples)} ${examples === 1 ? 'example' : 'examples'}`,
            ],
            svg: classTile(classDiagram(label)),
          })),
          downloads: [classesCsv(classes, several ? `classes-${index + 1}` : 'classes')],
        },
      },
    ];
  });
}

function listClasses(
  errors: Float64Array,
  { classNames, labels }: AuditedSource['model'],
): ListedClass[] {
  const examples = new Uint32Array(errors.length);
  for (const label of labels) examples[label]! += 1;
  return Array.from(errors, (error, label) => ({
    label,
    name: classNames?.[label] ?? `class ${label}`,
    error,
    examples: examples[label]!,
  })).sort((a, b) => b.error - a.error || a.label - b.label);
}

function classesCsv(classes: readonly ListedClass[], name: string): Download {
  const data = tableCsv({
    caption: '',
    columns: ['class', 'label', 'examples', 'classwise_error'].map((header) => ({ header })),
    rows: classes.map(({ name: title, label, examples, error }) => [title, label, examples, error]),
  });
  return { label: 'CSV', fileName: `${name}.csv`, mediaType: 'text/csv', data };
}
