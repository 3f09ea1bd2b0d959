import {
  type BothGroups,
  type LayerClaim,
  type NetworkLayer,
  pairsOf,
  penultimateStudy,
  type SampleSummary,
  STUDY_ALPHAS,
  type StudyGroup,
  type Summaries,
  type TripleAnalysis,
  type TripleFigures,
} from 'temper';
import {
  EXAMPLES_PER_CLASS,
  projectionFigure,
  renderFigure,
  type ReportSection,
  type ReportTable,
} from '../report/index.ts';
import type { FinishedTrial, StudyFindings } from './finished-trial.ts';
import { labelsName } from './plan-trials.ts';
import { slug, trainingSections } from './training-sections.ts';

/** What the penultimate study found, for a reader. */
export function presentPenultimate(trials: readonly FinishedTrial[]): StudyFindings {
  const analysis = penultimateStudy.analyse(trials);
  return {
    analysis,
    lead: analysis.networks.flatMap(answersOf),
    method: [
      'Each class has a template, its row of the last layer with its bias. Three templates span a plane, on which the activations before the last layer are projected, with a 1 appended. The figures look at the first 4,000 examples of each split.',
      'Every claim is judged by one number, the smaller the better: “seen” when it is at most the one limit for every seed, “not seen” when it is at least the other for every seed, else “unclear”. The limits are ours; the paper shows pictures.',
    ],
    answer: {
      caption:
        'What the paper says its Figure 1 shows, and what these trials show. Figures are means over seeds.',
      columns: [
        { header: 'claim' },
        { header: 'classes' },
        { header: 'verdict' },
        { header: 'found', numeric: true },
        { header: 'seen to', numeric: true },
        { header: 'not seen from', numeric: true },
        { header: 'the number' },
      ],
      rows: analysis.networks.flatMap((layer) =>
        claimsOf(layer).map(({ classes, claim }) => [
          analysis.networks.length > 1 ? `${claim.claim}: ${layer.network}` : claim.claim,
          classes,
          claim.verdict,
          meanOf(claim)?.toFixed(2).replace('-', '−') ?? null,
          claim.seenTo,
          claim.notSeenFrom,
          claim.measure,
        ]),
      ),
    },
    sections: [
      ...analysis.networks.flatMap((layer) => [
        ...layer.triples.map((triple) => tripleSection(layer, triple, trials)),
        layerSection(layer),
      ]),
      ...trainingSections(trials),
    ],
  };
}

/** The claims of a network, with the classes that each is about. */
function claimsOf(layer: NetworkLayer): { readonly classes: string; readonly claim: LayerClaim }[] {
  return [
    ...layer.claims.map((claim) => ({ classes: 'all', claim })),
    ...layer.triples.flatMap(({ classes, claims }) =>
      claims.map((claim) => ({ classes: classes.join(', '), claim })),
    ),
  ];
}

/** The claims by what became of them. */
function answersOf(layer: NetworkLayer): string[] {
  const all = claimsOf(layer).map(({ claim }) => claim);
  const network = layer.network.charAt(0).toUpperCase() + layer.network.slice(1);
  const seeds = `seed${layer.seeds.length > 1 ? 's' : ''} ${layer.seeds.join(', ')}`;
  const named = (['seen', 'unclear', 'not seen'] as const).flatMap((verdict) => {
    const claims = all.filter((claim) => claim.verdict === verdict);
    if (claims.length === 0) return [];
    const list = claims.map(({ claim }) => claim.charAt(0).toLowerCase() + claim.slice(1));
    return [`${VERDICTS[verdict]} ${claims.length} of ${all.length}: ${list.join('; ')}.`];
  });
  const [first, ...rest] = named as [string, ...string[]];
  return [`${network}, ${seeds}. ${first}`, ...rest];
}

const VERDICTS: Readonly<Record<LayerClaim['verdict'], string>> = {
  seen: 'Seen',
  unclear: 'Unclear',
  'not seen': 'Not seen',
};

function meanOf({ values }: LayerClaim): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function tripleSection(
  layer: NetworkLayer,
  { classes, labels, similarPair, figures }: TripleAnalysis,
  trials: readonly FinishedTrial[],
): ReportSection {
  const [a, b, c] = classes;
  // The pair of the first seed is what is drawn; the numbers are of all.
  const [pair] = pairsOf(trials, layer.network);
  const rows = (['hard', 'smoothed'] as const).map((group) => ({
    name: labelsName(STUDY_ALPHAS[group]),
    head: pair![group].head,
    activations: {
      training: pair![group].activations.train,
      validation: pair![group].activations.validation,
    },
  }));
  const figure = projectionFigure(rows, {
    id: slug('projection', layer.network, ...classes),
    caption: `Activations on the plane through the templates of ${a}, ${b} and ${c}: ${layer.network}, seed ${pair!.seed}. Up to ${EXAMPLES_PER_CLASS} examples of each class.`,
    classNames: pair!.hard.classNames,
    triple: labels,
  });
  const names: [keyof TripleFigures, string][] = [
    ['scatterRatio', 'scatter within classes over between'],
    ['radiusRatio', 'cluster radius over distance of means'],
    ['activationNorm', 'activation norm'],
    ['edgeRatio', 'longest over shortest edge'],
    ...(similarPair
      ? ([
          ['pairRatio', `distance ${a} to ${b} over mean distance to ${c}`],
          ['thirdImbalance', `difference of the distances to ${c} over their mean`],
          ['arcRatio', `spread along over across the radius from ${c}’s template`],
        ] as [keyof TripleFigures, string][])
      : []),
  ];
  return {
    heading: `${a}, ${b} and ${c}`,
    paragraphs: [
      similarPair
        ? `${a} and ${b} are alike, ${c} is not. The paper: with hard labels the similar classes lie near each other; with smoothed ones they separate, each at an equal distance from the third, along an arc.`
        : 'The paper: with smoothed labels the clusters are tight and equally far from each other, and the scale is smaller; examples that were held out spread toward the middle.',
    ],
    figure: renderFigure(figure),
    table: figuresTable(
      `Of ${a}, ${b} and ${c}${seedsOf(layer)}. Edges are those of the triangle of class means on the plane.`,
      names,
      figures,
    ),
  };
}

function layerSection(layer: NetworkLayer): ReportSection {
  const { hard, smoothed } = layer.accuracy;
  return {
    heading: `All classes: ${layer.network}`,
    paragraphs: [
      `Test accuracy is ${(100 * hard.mean).toFixed(2)} % with hard labels and ${(100 * smoothed.mean).toFixed(2)} % with smoothed ones.`,
    ],
    table: figuresTable(
      `Of all classes${seedsOf(layer)}.`,
      [
        ['scatterRatio', 'scatter within classes over between'],
        ['radiusRatio', 'cluster radius over distance of means'],
        ['distanceVariation', 'variation of distances between means'],
        ['activationNorm', 'activation norm'],
      ],
      layer.figures,
    ),
  };
}

function seedsOf({ seeds }: NetworkLayer): string {
  return seeds.length > 1 ? `, mean ± standard deviation over ${seeds.length} seeds` : '';
}

const SPLITS = [
  ['train', 'training'],
  ['validation', 'validation'],
] as const;

function figuresTable<Name extends keyof TripleFigures>(
  caption: string,
  names: readonly (readonly [Name, string])[],
  figures: BothGroups<{
    readonly train: Pick<Summaries<TripleFigures>, Name>;
    readonly validation: Pick<Summaries<TripleFigures>, Name>;
  }>,
): ReportTable {
  const groups: readonly StudyGroup[] = ['hard', 'smoothed'];
  return {
    caption,
    columns: [
      { header: 'quantity' },
      ...groups.flatMap((group) =>
        SPLITS.map(([, split]) => ({
          header: `${labelsName(STUDY_ALPHAS[group])}, ${split}`,
          numeric: true,
        })),
      ),
    ],
    rows: names.map(([name, words]) => [
      words,
      ...groups.flatMap((group) => SPLITS.map(([split]) => written(figures[group][split][name]))),
    ]),
  };
}

function written(summary: SampleSummary | null): string | null {
  if (summary === null) return null;
  const { mean, standardDeviation } = summary;
  const digits = Math.abs(mean) >= 10 ? 2 : 3;
  return standardDeviation === null
    ? mean.toFixed(digits)
    : `${mean.toFixed(digits)} ± ${standardDeviation.toFixed(digits)}`;
}
