import type { ClassTriple } from 'temper';
import {
  EXAMPLES_PER_CLASS,
  projectionFigure,
  renderFigure,
  type ReportSection,
} from '../report/index.ts';
import type { AuditedSource } from './audited-model.ts';

/** The penultimate layer of the models whose last layer is known, on the plane of three classes. */
export function layerSections(audited: readonly AuditedSource[]): ReportSection[] {
  return audited.flatMap(({ model, result }, index): ReportSection[] => {
    const { layer, labels } = model;
    const { classes } = result.audit;
    const { predicted } = result.examples;
    if (layer === null || classes === null || classes < 3 || predicted === undefined) return [];
    const triple = confusedTriple(labels, predicted, classes);
    const classNames =
      model.classNames ?? Array.from({ length: classes }, (_, label) => `class ${label}`);
    const [a, b, c] = triple.map((label) => classNames[label]!);
    const several = audited.length > 1;
    const figure = projectionFigure(
      [
        {
          name: several ? model.name : 'penultimate layer',
          head: layer.head,
          activations: { examples: layer.activations },
        },
      ],
      {
        id: several ? `projection-${index + 1}` : 'projection',
        caption: `Activations on the plane through the templates of ${a!}, ${b!} and ${c!}; up to ${EXAMPLES_PER_CLASS} examples of each.`,
        classNames,
        triple,
      },
    );
    return [
      {
        heading: `The penultimate layer${several ? ` of ${model.name}` : ''}`,
        paragraphs: [
          `Each class has a template, its row of the last layer. The plane goes through those of the two classes that are taken for each other most, ${a!} and ${b!}, and of the class that is taken for them least.`,
        ],
        figure: renderFigure(figure),
      },
    ];
  });
}

/** The two classes that are taken for each other most often, and that which least often is for either. */
export function confusedTriple(
  labels: Int32Array,
  predicted: Int32Array,
  numClasses: number,
): ClassTriple {
  const counts = new Uint32Array(numClasses);
  const confused = new Uint32Array(numClasses * numClasses);
  labels.forEach((label, n) => {
    const other = predicted[n]!;
    counts[label]! += 1;
    if (other === label) return;
    confused[label * numClasses + other]! += 1;
    confused[other * numClasses + label]! += 1;
  });
  let most = 1;
  for (let i = 0; i < confused.length; i++) {
    if (i % numClasses !== Math.floor(i / numClasses) && confused[i]! > confused[most]!) most = i;
  }
  const [a, b] = [Math.floor(most / numClasses), most % numClasses];
  const others = Array.from(counts.keys()).filter((label) => label !== a && label !== b);
  const withBoth = (label: number): number =>
    confused[a * numClasses + label]! + confused[b * numClasses + label]!;
  // A class without examples would leave the plane with two clusters.
  const rank = (label: number): number => (counts[label] === 0 ? Infinity : withBoth(label));
  const third = others.reduce((best, label) => (rank(label) < rank(best) ? label : best));
  return [a, b, third];
}
