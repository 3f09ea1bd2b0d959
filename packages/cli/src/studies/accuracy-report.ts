import {
  type AccuracyFigure,
  accuracyStudy,
  type NetworkAccuracy,
  type PublishedAccuracy,
  STUDY_ALPHAS,
} from 'temper';
import { reliabilityFigure, renderFigure, type ReportSection } from '../report/index.ts';
import type { FinishedTrial, StudyFindings } from './finished-trial.ts';
import { labelsName } from './plan-trials.ts';
import { slug, trainingSections } from './training-sections.ts';
import { capital, inPercent, signed, signedRange, written } from './written-figures.ts';

/** What the accuracy study found, for a reader. */
export function presentAccuracy(trials: readonly FinishedTrial[]): StudyFindings {
  const analysis = accuracyStudy.analyse(trials);
  return {
    analysis,
    lead: analysis.networks.map(answerOf),
    method: [
      'Figures are means over seeds ± the sample standard deviation; with one seed brackets give the 95 % interval over test examples instead (accuracy Wilson, NLL normal, ECE bootstrap).',
      'The difference is smoothed less hard, seed by seed: its 95 % interval is Student’s t over the pairs. With one seed that of accuracy is over test examples, both models on the same ones, and says nothing of other trainings. “No difference seen” means that the interval holds 0, not that there is none.',
    ],
    answer: {
      caption:
        'On the test split. ECE with 15 equal-width bins; NLL in nats, unsmoothed. The paper’s figures are those of its Table 2.',
      columns: [
        { header: 'network' },
        { header: 'labels' },
        { header: 'seeds' },
        ...['accuracy', 'accuracy in the paper', 'NLL', 'ECE'].map((header) => ({
          header,
          numeric: true,
        })),
      ],
      rows: analysis.networks.flatMap(({ network, groups }) =>
        groups.map(({ labelSmoothing, seeds, accuracy, paper, nll, ece }) => [
          network,
          labelsName(labelSmoothing),
          seeds.join(', '),
          inPercent(accuracy),
          paper === null ? null : published(paper),
          written(nll, 1, 4),
          inPercent(ece),
        ]),
      ),
    },
    sections: [
      differencesSection(analysis.networks),
      ...analysis.networks.flatMap(({ network }) => calibrationSection(network, trials)),
      ...trainingSections(trials),
    ],
  };
}

const LABELS = { hard: 'hard labels', smoothed: 'smoothed ones' } as const;

function answerOf({ network, groups, differences }: NetworkAccuracy): string {
  const figures = groups
    .map(({ group, accuracy }) => `${inPercent(accuracy)} with ${LABELS[group]}`)
    .join(', ');
  const found = `${capital(network)}: test accuracy ${figures}`;
  if (differences === null) return `${found}; no seed has both trials yet, so nothing is compared.`;
  const { mean, interval, verdict } = differences.accuracy;
  const words = { higher: 'higher with smoothing', lower: 'lower with smoothing' };
  const said = verdict === 'higher' || verdict === 'lower' ? words[verdict] : verdict;
  const seeds = differences.seeds.length;
  const by = seeds === 1 ? 'over test examples, one seed' : `paired t interval over ${seeds} seeds`;
  const range = interval === null ? '' : `, 95 %: ${signedRange(interval, 100, 2)}, ${by}`;
  return `${found}: ${said} (${signed(100 * mean, 2)} points${range}).`;
}

/** Figures whose differences are shown, the factor they are shown with, and their unit. */
const FIGURES: readonly (readonly [AccuracyFigure, string, number, string, number])[] = [
  ['accuracy', 'test accuracy', 100, 'points', 2],
  ['nll', 'NLL', 1, 'nats', 4],
  ['ece', 'ECE', 100, 'points', 2],
];

function differencesSection(networks: readonly NetworkAccuracy[]): ReportSection {
  return {
    heading: 'What smoothing changes',
    paragraphs: [],
    table: {
      caption: 'Smoothed less hard, over the seeds of which both trials are finished.',
      columns: [
        { header: 'network' },
        { header: 'figure' },
        { header: 'difference', numeric: true },
        { header: '95 % interval', numeric: true },
        { header: 'verdict' },
      ],
      rows: networks.flatMap(({ network, differences }) =>
        FIGURES.flatMap(([figure, name, factor, unit, digits]) => {
          if (differences === null) return [];
          const { mean, interval, verdict } = differences[figure];
          return [
            [
              network,
              name,
              `${signed(factor * mean, digits)} ${unit}`,
              signedRange(interval, factor, digits),
              verdict === 'one seed' ? 'one seed: not judged' : verdict,
            ],
          ];
        }),
      ),
    },
  };
}

/** Reliability of the first seed of each group. */
function calibrationSection(network: string, trials: readonly FinishedTrial[]): ReportSection[] {
  const shown = Object.values(STUDY_ALPHAS).flatMap((alpha) => {
    const first = trials.find(
      ({ trial }) => trial.network === network && trial.labelSmoothing === alpha,
    );
    return first ? [{ name: labelsName(alpha), result: first.result, seed: first.trial.seed }] : [];
  });
  const seeds = [...new Set(shown.map(({ seed }) => seed))].join(' and ');
  return [
    {
      heading: `Calibration: ${network}`,
      paragraphs: [],
      figure: renderFigure(
        reliabilityFigure(shown, {
          id: slug('reliability', network),
          caption: `Accuracy against confidence, bin by bin, as trained and after temperature scaling fitted on the validation split. Seed ${seeds}.`,
        }),
      ),
    },
  ];
}

function published({ mean, plusMinus }: PublishedAccuracy): string {
  return `${(100 * mean).toFixed(1)} ± ${(100 * plusMinus).toFixed(1)} %`;
}
