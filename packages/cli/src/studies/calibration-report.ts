import {
  calibrationStudy,
  type CalibrationClaim,
  type NetworkCalibration,
  type PublishedCalibration,
  type SmoothingContrasts,
  type SmoothingLevel,
} from 'temper';
import {
  reliabilityFigure,
  renderFigure,
  type ReportSection,
  type ReportTable,
} from '../report/index.ts';
import { sweepFigure } from './calibration-sweep.ts';
import type { FinishedTrial, StudyFindings } from './finished-trial.ts';
import { labelsName } from './plan-trials.ts';
import { slug, trainingSections } from './training-sections.ts';
import { capital, signed, signedRange, written } from './written-figures.ts';

/** What the calibration study found, for a reader. */
export function presentCalibration(trials: readonly FinishedTrial[]): StudyFindings {
  const { networks } = calibrationStudy.analyse(trials);
  return {
    analysis: { networks },
    lead: networks.flatMap(answersOf),
    method: [
      'Figures are means over seeds ± the sample standard deviation; with one seed brackets give the 95 % interval over examples instead (accuracy Wilson, NLL and Brier score normal, ECE bootstrap, temperature from the examples it was fitted on). Those say how sure a figure is for that network, nothing of other trainings.',
      'Temperatures are fitted on the validation split, and everything is judged on the test split. Differences are smoothed less hard, seed by seed (Student’s t); with one seed over the same test examples, the temperatures held (NLL normal, ECE basic bootstrap).',
      'What hard labels make of a network is measured: calibrated when the interval of their ECE (with one seed the basic bootstrap, which takes off what resampling adds) ends at or below 2 %; over-confident when it begins above and the temperature is above 1; else unclear. A claim is seen when the interval of its number lies on the side of the limit that it names, not seen when it lies on the other side, else unclear. The limits are ours; 1.5 points is a little more than the 1.3 that the paper’s Table 3 has between the two ways.',
    ],
    answer: tableThree(networks),
    sections: [
      {
        heading: 'Calibration against α',
        paragraphs: [
          'What smoothing does to calibration depends on what there is to mend. Where curves of the models as trained fall to the dashed line, smoothing did the work of a temperature; where they rise from it, it did harm.',
        ],
        figure: renderFigure(sweepFigure(networks)),
      },
      ...networks.map((network) => reliabilitySection(network, trials)),
      contrastsSection(networks),
      ...levelSections(networks),
      ...trainingSections(trials),
    ],
  };
}

/** The rows of the paper's Table 3, with every α. */
function tableThree(networks: readonly NetworkCalibration[]): ReportTable {
  const sources = SOURCES.filter(({ source }) =>
    networks.some(({ levels }) =>
      levels.some(({ published }) => published.some((each) => each.source === source)),
    ),
  );
  return {
    caption: `Expected calibration error in percent, 15 equal-width bins, test split: the layout of the paper’s Table 3.${sources.map(({ words }) => ` ${words}`).join('')}`,
    columns: [
      { header: 'network' },
      { header: 'labels' },
      ...['ECE', 'T', 'ECE at T', ...sources.map(({ header }) => header)].map((header) => ({
        header,
        numeric: true,
      })),
    ],
    rows: networks.flatMap(({ network, levels }) =>
      levels.map(({ labelSmoothing, asTrained, scaled, temperature, published }) => [
        network,
        shortName(labelSmoothing),
        written(asTrained.ece, 100, 2),
        temperature.mean.toFixed(2),
        written(scaled.ece, 100, 2),
        ...sources.map(({ source }) => {
          const found = published.find((each) => each.source === source);
          return found === undefined ? null : publishedWords(found);
        }),
      ]),
    ),
  };
}

/** Where others' figures are from. */
const SOURCES: readonly (Pick<PublishedCalibration, 'source'> & {
  readonly header: string;
  readonly words: string;
})[] = [
  { source: 'paper', header: 'in the paper', words: '“In the paper” is that table.' },
  {
    source: 'replication',
    header: 'replicated',
    words: '“Replicated” is the ECE that github.com/sdwagner/re-labelsmoothing reports.',
  },
];

function publishedWords({ ece, scaledEce, temperature }: PublishedCalibration): string {
  const figure = (100 * ece).toFixed(1);
  if (scaledEce === null) return figure;
  return `${figure}; ${(100 * scaledEce).toFixed(1)} at T = ${temperature}`;
}

/** Labels as narrow columns have them. */
function shortName(labelSmoothing: number): string {
  return labelSmoothing === 0 ? 'hard' : `α\u00a0=\u00a0${labelSmoothing}`;
}

/** A network in sentences: what hard labels make of it, then what smoothing does. */
function answersOf({ network, regime, levels, claims }: NetworkCalibration): string[] {
  const hard = levels.find(({ labelSmoothing }) => labelSmoothing === 0);
  if (regime === null || hard === undefined) {
    return [`${capital(network)}: no trial with hard labels is finished, so nothing is compared.`];
  }
  const words = {
    'over-confident': 'over-confident',
    'under-confident': 'under-confident',
    calibrated: 'calibrated already',
    unclear: 'neither clearly calibrated nor clearly not',
  }[regime.verdict];
  const found = `${capital(network)} is ${words} with hard labels: ECE ${eceWords(hard)}.`;
  const smoothed = levels
    .filter(({ labelSmoothing }) => labelSmoothing > 0)
    .map((level) => `with α = ${level.labelSmoothing}: ${eceWords(level)}`);
  const compared =
    smoothed.length === 0
      ? 'No smoothed trial is finished yet.'
      : `Smoothed ${smoothed.join('; ')}.`;
  const judged = claimWords(claims);
  return [`${found} ${compared}`, ...(judged === '' ? [] : [judged])];
}

function eceWords({ asTrained, scaled, temperature }: SmoothingLevel): string {
  return `${percent(asTrained.ece.mean)}, and ${percent(scaled.ece.mean)} at T = ${temperature.mean.toFixed(2)}`;
}

/** Claim by claim, with the α of which it was seen, or not. */
function claimWords(claims: readonly CalibrationClaim[]): string {
  return [...new Set(claims.map(({ claim }) => claim))]
    .map((claim) => {
      const said = (['seen', 'unclear', 'not seen'] as const).flatMap((verdict) => {
        const alphas = claims
          .filter((each) => each.claim === claim && each.verdict === verdict)
          .map(({ labelSmoothing }) => labelSmoothing);
        return alphas.length === 0 ? [] : [`${verdict} with α = ${alphas.join(', ')}`];
      });
      return `${claim}: ${said.join('; ')}.`;
    })
    .join(' ');
}

/** Figure 2: hard labels and the smoothed model that validation prefers, before and after scaling. */
function reliabilitySection(
  calibration: NetworkCalibration,
  trials: readonly FinishedTrial[],
): ReportSection {
  const { network, claims } = calibration;
  const members = trials.filter(({ trial }) => trial.network === network);
  const { seed } = members[0]!.trial;
  const ofSeed = members.filter(({ trial }) => trial.seed === seed);
  const hard = ofSeed.filter(({ trial }) => trial.labelSmoothing === 0);
  const smoothed = ofSeed
    .filter(({ trial }) => trial.labelSmoothing > 0)
    .sort((a, b) => validationEce(a) - validationEce(b));
  const shown = [...hard, ...smoothed.slice(0, 1)].map(({ trial, result }) => ({
    name: labelsName(trial.labelSmoothing),
    result,
  }));
  return {
    heading: `Reliability: ${network}`,
    paragraphs: [],
    figure: renderFigure(
      reliabilityFigure(shown, {
        id: slug('reliability', network),
        caption: `Accuracy against confidence, bin by bin, as trained and at the temperature fitted on validation, as in the paper’s Figure 2. Of the smoothed models the one with the least ECE on validation. Seed ${seed}.`,
      }),
    ),
    ...(claims.length > 0 && { table: claimsTable(calibration) }),
  };
}

function validationEce({ evidence }: FinishedTrial): number {
  return evidence.analysis.splits.validation.calibration.ece;
}

function claimsTable({ network, claims }: NetworkCalibration): ReportTable {
  return {
    caption: `What is asked of ${network}, for every α by itself.`,
    columns: [
      { header: 'claim' },
      { header: 'α', numeric: true },
      { header: 'verdict' },
      { header: 'found (95 %)', numeric: true },
      { header: 'seen when' },
    ],
    rows: claims.map(({ claim, labelSmoothing, verdict, measure, found, side, limit }) => [
      claim,
      labelSmoothing,
      verdict,
      rangeOf(found),
      `${side} ${limit}: ${measure}`,
    ]),
  };
}

const CONTRASTS = [
  ['smoothedLessHard', 'both as trained'],
  ['smoothedLessScaledHard', 'hard at its temperature'],
  ['scaledLessScaledHard', 'each at its temperature'],
] as const satisfies readonly (readonly [keyof SmoothingContrasts, string])[];

function contrastsSection(networks: readonly NetworkCalibration[]): ReportSection {
  return {
    heading: 'Smoothed less hard',
    paragraphs: [],
    table: {
      caption: 'Differences with their 95 % intervals: ECE in percentage points, NLL in nats.',
      columns: [
        { header: 'network' },
        { header: 'α', numeric: true },
        { header: 'compared' },
        { header: 'ECE', numeric: true },
        { header: '95 %', numeric: true },
        { header: 'NLL', numeric: true },
        { header: '95 %', numeric: true },
      ],
      rows: networks.flatMap(({ network, contrasts }) =>
        contrasts.flatMap((contrast) =>
          CONTRASTS.map(([name, words]) => {
            const { ece, nll } = contrast[name];
            return [
              network,
              contrast.labelSmoothing,
              words,
              signed(100 * ece.mean, 2),
              signedRange(ece.interval, 100, 2),
              signed(nll.mean, 4),
              signedRange(nll.interval, 1, 4),
            ];
          }),
        ),
      ),
    },
  };
}

/** What levels are like beside their ECE: few columns a table, as intervals are wide. */
function levelSections(networks: readonly NetworkCalibration[]): ReportSection[] {
  return [
    {
      heading: 'Accuracy and temperature',
      paragraphs: [
        'A temperature changes how sure a network is, never what it predicts, so that accuracy has one column.',
      ],
      table: levelsTable(networks, {
        caption:
          'Accuracy on the test split, and the temperature that the validation split asks for.',
        headers: ['seeds', 'accuracy (%)', 'T'],
        cells: ({ seeds, accuracy, temperature }) => [
          seeds.join(', '),
          written(accuracy, 100, 2),
          written(temperature, 1, 2),
        ],
      }),
    },
    {
      heading: 'Loss',
      paragraphs: [],
      table: levelsTable(networks, {
        caption: 'Negative log-likelihood of the test split in nats, unsmoothed.',
        headers: ['NLL', 'NLL at T'],
        cells: ({ asTrained, scaled }) => [written(asTrained.nll, 1, 4), written(scaled.nll, 1, 4)],
      }),
    },
    {
      heading: 'Brier score and clusters',
      paragraphs: [
        'The spread of clusters is the radius of the classes’ clusters of activations over their distance, that of validation over that of training: above 1, held-out examples lie further from the middle of their class.',
      ],
      table: levelsTable(networks, {
        caption: 'Brier score of the test split, summed over classes, 0 to 2.',
        headers: ['Brier', 'Brier at T', 'spread'],
        cells: ({ asTrained, scaled, clusterSpread }) => [
          written(asTrained.brier, 1, 4),
          written(scaled.brier, 1, 4),
          clusterSpread && written(clusterSpread, 1, 2),
        ],
      }),
    },
  ];
}

/** A row for every α of every network. */
function levelsTable(
  networks: readonly NetworkCalibration[],
  {
    caption,
    headers,
    cells,
  }: Pick<ReportTable, 'caption'> & {
    readonly headers: readonly string[];
    readonly cells: (level: SmoothingLevel) => readonly (string | null)[];
  },
): ReportTable {
  return {
    caption,
    columns: [
      { header: 'network' },
      { header: 'labels' },
      ...headers.map((header) => ({ header, numeric: true })),
    ],
    rows: networks.flatMap(({ network, levels }) =>
      levels.map((level) => [network, shortName(level.labelSmoothing), ...cells(level)]),
    ),
  };
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}

/** A number and its interval, with real minus signs. */
function rangeOf({ mean, interval }: CalibrationClaim['found']): string {
  const number = (value: number): string => value.toFixed(4).replace('-', '−');
  if (interval === null) return number(mean);
  return `${number(mean)} (${number(interval.lower)} to ${number(interval.upper)})`;
}
