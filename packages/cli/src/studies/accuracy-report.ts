import {
  type AccuracyFigure,
  accuracyStudy,
  type GroupSummary,
  type NetworkAccuracy,
  type PublishedAccuracy,
} from 'temper';
import { reliabilityFigure, renderFigure, type ReportSection } from '../report/index.ts';
import type { FinishedTrial, StudyFindings } from './finished-trial.ts';
import { groupName } from './plan-trials.ts';
import { slug, trainingSections } from './training-sections.ts';

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
        groups.map(({ group, seeds, accuracy, paper, nll, ece }) => [
          network,
          groupName(group),
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
  const range =
    interval === null
      ? ''
      : `, 95 %: ${signed(100 * interval.lower, 2)} to ${signed(100 * interval.upper, 2)}, ${by}`;
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
              interval &&
                `${signed(factor * interval.lower, digits)} to ${signed(factor * interval.upper, digits)}`,
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
  const shown = (['hard', 'smoothed'] as const).flatMap((group) => {
    const first = trials.find(({ trial }) => trial.network === network && trial.group === group);
    return first ? [{ name: groupName(group), result: first.result, seed: first.trial.seed }] : [];
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

function inPercent(summary: GroupSummary): string {
  return `${written(summary, 100, 2)} %`;
}

/** Mean ± standard deviation, or with one seed the interval. */
function written(
  { mean, standardDeviation, interval }: GroupSummary,
  factor: number,
  digits: number,
): string {
  const number = (value: number): string => (factor * value).toFixed(digits);
  if (standardDeviation !== null) return `${number(mean)} ± ${number(standardDeviation)}`;
  if (interval === null) return number(mean);
  return `${number(mean)} (${number(interval.lower)} to ${number(interval.upper)})`;
}

function published({ mean, plusMinus }: PublishedAccuracy): string {
  return `${(100 * mean).toFixed(1)} ± ${(100 * plusMinus).toFixed(1)} %`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
