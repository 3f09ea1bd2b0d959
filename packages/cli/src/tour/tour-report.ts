import type { ReportContent, ReportTable } from '../report/index.ts';
import { claimOf, type Finding, type TourPair } from './finding.ts';
import type { TourFigures } from './tour-figures.ts';

/** What the intervals of the tour do not speak of. */
export const ONE_SEED =
  'One seed each: intervals are over examples (test ones; for the logit gap training ones, for the clusters both), so they do not speak of other trainings.';

/** What the mark of `claimOf` means. */
export const QUESTIONS = '† asked of the same two models, not a claim of the paper.';

/** The tour's report: what was found in words, then each picture with its numbers. */
export function tourReport(
  pair: TourPair,
  findings: readonly Finding[],
  figures: TourFigures,
  command: string,
): ReportContent {
  const { hard, smoothed } = pair;
  const { config, versions, threads } = smoothed.result.record;
  const data = config.data.name === 'glyphs' ? config.data : undefined;
  const hidden = config.model.name === 'mlp' ? config.model.hidden : [];
  const alpha = config.loss.labelSmoothing;
  const wordsOn = (topic: Finding['topic']): string[] => [
    findings
      .filter((finding) => finding.topic === topic)
      .map(sentence)
      .join(' '),
  ];
  return {
    title: 'What label smoothing did to a small network',
    lead: findings.filter(({ topic }) => topic === 'calibration').map(sentence),
    sections: [
      {
        heading: 'What was done',
        paragraphs: [
          `Two networks of ${hidden.join(' and ')} hidden units were trained on ${data?.train.toLocaleString('en')} generated glyphs of ${hard.result.classNames.length} classes for ${config.epochs} epochs, alike in everything but their labels: hard ones, and labels smoothed with α = ${alpha}. They were measured on ${data?.test.toLocaleString('en')} glyphs neither had seen; temperatures were fitted on ${data?.validation.toLocaleString('en')} others.`,
          ONE_SEED,
        ],
        table: findingsTable(findings),
      },
      {
        heading: 'The penultimate layer',
        paragraphs: [
          'Each class has a template, its row of the last layer. Three templates span a plane, on which the activations before the last layer are projected. With hard labels, how an example relates to other classes shows in where it lies; the paper finds that with smoothed labels the clusters tighten and lie equally far from each other, while unseen examples spread more.',
          ...wordsOn('penultimate'),
        ],
        figure: figures.projection,
        table: geometryTable(pair),
      },
      {
        heading: 'Calibration',
        paragraphs: [
          'A calibrated model is right as often as it is confident. Temperature scaling divides all logits by one number fitted on validation examples; it changes no prediction.',
        ],
        figure: figures.reliability,
        table: calibrationTable(pair),
      },
      {
        heading: 'The logit gap',
        paragraphs: [
          'Cross-entropy with hard labels falls for ever as the correct logit grows. With smoothed labels it is least where the correct logit stands a fixed amount above every other, log(K(1−α)/α + 1).',
          ...wordsOn('gap'),
        ],
        figure: figures.gap,
        table: gapTable(pair),
      },
      {
        heading: 'Training',
        paragraphs: [
          'Accuracy, loss and calibration are those of the validation split; the logit gap is that of up to 2,000 training examples.',
        ],
        figure: figures.curves,
        table: curvesTable(pair),
      },
    ],
    footer: {
      command,
      versions: { ...versions, 'threads for each model': String(threads) },
      seeds: [config.seed],
    },
  };
}

/** A finding as a sentence. */
function sentence({ words }: Finding): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function findingsTable(findings: readonly Finding[]): ReportTable {
  return {
    caption: `The claims of the paper that a small network can speak to. ${QUESTIONS} Brackets and ± give 95 % intervals over examples: for ECE percentile bootstrap, for NLL normal, for the clusters delete-a-group jackknife; SD is the standard deviation over examples. Verdicts rest on the interval of the difference: paired over the same examples for accuracy and NLL (normal), ECE and the relative spread of the logit gap (bootstrap); for the clusters as if the two models had seen different examples, which is cautious.`,
    columns: [
      { header: 'claim' },
      { header: 'hard labels', numeric: true },
      { header: 'smoothed', numeric: true },
      { header: 'verdict' },
    ],
    rows: findings.map((finding) => [
      claimOf(finding),
      finding.hard,
      finding.smoothed,
      finding.verdict,
    ]),
  };
}

function modelTable(
  pair: TourPair,
  caption: string,
  rows: readonly (readonly [string, (model: TourPair['hard']) => number | null, number])[],
): ReportTable {
  const cell = (value: number | null, digits: number): string | null =>
    value === null ? null : value.toFixed(digits);
  return {
    caption,
    columns: [
      { header: 'quantity' },
      { header: pair.hard.name, numeric: true },
      { header: pair.smoothed.name, numeric: true },
    ],
    rows: rows.map(([name, read, digits]) => [
      name,
      cell(read(pair.hard), digits),
      cell(read(pair.smoothed), digits),
    ]),
  };
}

function geometryTable(pair: TourPair): ReportTable {
  return modelTable(pair, 'Clusters of the penultimate layer, all classes.', [
    ['cluster radius, training', (m) => m.result.analysis.geometry.train.clusters.meanRadius, 3],
    ['cluster radius, test', (m) => m.result.analysis.geometry.test.clusters.meanRadius, 3],
    [
      'radius over distance of class means, training',
      (m) => m.result.analysis.geometry.train.clusters.radiusRatio,
      3,
    ],
    [
      'variation of the distances between class means, training',
      (m) => m.result.analysis.geometry.train.clusters.distanceVariation,
      3,
    ],
    [
      'mean activation norm, training',
      (m) => m.result.analysis.geometry.train.clusters.meanActivationNorm,
      2,
    ],
    [
      'distance to the own template, training',
      (m) => m.result.analysis.geometry.train.templates.own.mean,
      2,
    ],
    [
      'variation of distances to other templates, training',
      (m) => m.result.analysis.geometry.train.templates.others?.coefficientOfVariation ?? null,
      3,
    ],
    ['shortest over longest edge of the triangle shown', (m) => m.triangle.edgeRatio, 3],
  ]);
}

function calibrationTable(pair: TourPair): ReportTable {
  const analysis = (m: TourPair['hard']): TourPair['hard']['result']['analysis'] =>
    m.result.analysis;
  return modelTable(pair, 'On the test split.', [
    ['accuracy', (m) => analysis(m).accuracy, 4],
    ['ECE', (m) => analysis(m).calibration.ece, 4],
    ['NLL, nats', (m) => analysis(m).nll, 4],
    ['Brier score (0 to 2)', (m) => analysis(m).brier, 4],
    ['temperature fitted on validation', (m) => analysis(m).temperatureScaling.temperature, 3],
    ['ECE at that temperature', (m) => analysis(m).temperatureScaling.scores.calibration.ece, 4],
    ['NLL at that temperature, nats', (m) => analysis(m).temperatureScaling.scores.nll, 4],
  ]);
}

function gapTable(pair: TourPair): ReportTable {
  return modelTable(pair, 'On the training split, without dropout or augmentation; nats.', [
    ['mean gap', (m) => m.result.analysis.logitGap.mean, 3],
    ['standard deviation', (m) => m.result.analysis.logitGap.standardDeviation, 3],
    ['theoretical optimum', (m) => m.result.analysis.logitGap.optimum, 3],
  ]);
}

/** Five epochs spread over the training, of both models. */
function curvesTable({ hard, smoothed }: TourPair): ReportTable {
  const last = hard.epochs.length - 1;
  const shown = [...new Set([0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * last) / 4)))];
  const cells = ({ epochs }: TourPair['hard'], index: number): string[] => {
    const { validation, logitGap } = epochs[index]!;
    const gap = `${logitGap.mean.toFixed(2)} ± ${logitGap.standardDeviation.toFixed(2)}`;
    return [validation.accuracy.toFixed(4), validation.ece.toFixed(4), gap];
  };
  const headers = (name: string): { header: string; numeric: true }[] =>
    ['accuracy', 'ECE', 'logit gap'].map((what) => ({ header: `${what}, ${name}`, numeric: true }));
  return {
    caption: 'The curves at five epochs.',
    columns: [{ header: 'epoch' }, ...headers(hard.name), ...headers(smoothed.name)],
    rows: shown.map((index) => [
      hard.epochs[index]!.epoch,
      ...cells(hard, index),
      ...cells(smoothed, index),
    ]),
  };
}
