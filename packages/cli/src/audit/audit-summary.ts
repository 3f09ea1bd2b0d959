import type { Audit } from 'temper';
import type { Io } from '../terminal/io.ts';
import { formatTable } from '../terminal/table.ts';
import type { SourceAudit, SourceComparison } from './audit-document.ts';
import type { AuditedModel } from './audited-model.ts';
import { number, percent, percentRange, range } from './figures-in-words.ts';

/** An audit in a screenful. */
export function summarizeAudit(
  audit: SourceAudit,
  { name, described }: Pick<AuditedModel, 'name' | 'described'>,
  io: Io,
): string {
  const classes = audit.classes === null ? '' : `, ${inWords(audit.classes)} classes`;
  const table = formatTable(
    [
      { title: '' },
      { title: '', align: 'right' },
      { title: '95 % interval' },
      { title: 'what it is' },
    ],
    figureRows(audit),
    { width: io.width, titleStyle: io.style.dim },
  );
  const lines = [
    `${io.style.bold(name)}: ${inWords(audit.n)} ${audit.n === 1 ? 'example' : 'examples'}${classes}, ${audit.input}; ${described}`,
    table.trimEnd(),
    '',
    ...findingsOf(audit),
    ...audit.notes.map((note) => io.style.yellow(note)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What several audits say side by side, and by how much each model exceeds the first. */
export function summarizeComparison(
  comparison: readonly SourceComparison[],
  names: ReadonlyMap<string, string>,
  io: Io,
): string {
  if (comparison.length === 0) return '';
  const { headers, rows } = comparisonTable(comparison, names);
  const table = formatTable(
    headers.map((title) => ({ title })),
    rows,
    { width: io.width, titleStyle: io.style.bold },
  );
  return `Differences on the same examples, with paired 95 % intervals:\n${table}`;
}

/** Differences of every model from the first, with their intervals; of at least one. */
export function comparisonTable(
  comparison: readonly SourceComparison[],
  names: ReadonlyMap<string, string>,
): { readonly headers: string[]; readonly rows: string[][] } {
  const cell = (value: SourceComparison['ece'], show: (value: number) => string): string => {
    if (value === null) return '–';
    const { difference, interval } = value;
    const ends = interval && ` [${show(interval.lower)}, ${show(interval.upper)}]`;
    return `${show(difference)}${ends ?? ''}`;
  };
  const points = (value: number): string => signed(100 * value, 2);
  const four = (value: number): string => signed(value, 4);
  const reference = names.get(comparison[0]!.reference)!;
  return {
    headers: [`less ${reference}`, 'accuracy, points', 'NLL, nats', 'Brier score', 'ECE, points'],
    rows: comparison.map(({ source, accuracy, nll, brier, ece }) => [
      names.get(source)!,
      cell(accuracy, points),
      cell(nll, four),
      cell(brier, four),
      cell(ece, points),
    ]),
  };
}

/** The findings of an audit in sentences, which the report begins with too. */
export function findingsOf({
  calibration,
  temperatureScaling,
  selective,
  smoothing,
}: Audit): string[] {
  const findings: string[] = [];
  if (calibration.test !== null) findings.push(testInWords(calibration.ece, calibration.test));
  if (temperatureScaling !== null) {
    const { temperature, ece, eceBefore, nll, nllBefore, inSample, fittedOn, judgedOn, interval } =
      temperatureScaling;
    const known = interval.temperature && ` (${range(interval.temperature)})`;
    const lean = leanOf(temperature, interval.temperature);
    const where = inSample
      ? judgedOn === fittedOn
        ? `in-sample, on the ${inWords(fittedOn)} examples it was fitted on`
        : `in-sample, on ${inWords(judgedOn)} examples with the ${inWords(fittedOn)} it was fitted on`
      : `on ${inWords(judgedOn)} examples, fitted on ${inWords(fittedOn)} others`;
    findings.push(
      `Temperature T = ${number(temperature)}${known ?? ''}: the model is ${lean}. Its ECE of ${percent(eceBefore)} becomes ${percent(ece)}, its NLL of ${number(nllBefore)} becomes ${number(nll)}, ${where}.`,
    );
  }
  if (selective !== null) {
    findings.push(
      `Trust: at an error rate of 5 % the model can answer ${percent(selective.coverageAtRisk['0.05'])} of the examples.`,
    );
  }
  if (smoothing !== null) {
    const { verdict, alpha, interval, reason } = smoothing;
    const about = alpha === null ? '' : ` with α about ${alpha.toFixed(3)} (${range(interval)})`;
    findings.push(`Trained on: ${VERDICTS[verdict]}${about}. ${reason}`);
  }
  return findings;
}

/** Whether an ECE is more than chance, which gives a calibrated model an ECE above 0 too. */
function testInWords(
  ece: number,
  { pValue, calibrated }: NonNullable<Audit['calibration']['test']>,
): string {
  const chance = `a calibrated model that is as confident would show ${percentRange(calibrated)} by chance (p = ${pValue.toFixed(pValue < 0.1 ? 3 : 2)})`;
  return pValue < 0.05
    ? `Calibration: the ECE of ${percent(ece)} is more than chance; ${chance}.`
    : `Calibration: the ECE of ${percent(ece)} is no more than chance; ${chance}.`;
}

/** Which way a model errs, if its temperature is known to differ from 1. */
function leanOf(
  temperature: number,
  interval: { readonly lower: number; readonly upper: number } | null,
): string {
  if (interval !== null && interval.lower <= 1 && interval.upper >= 1) {
    return 'neither over- nor under-confident, as far as can be seen';
  }
  return temperature > 1 ? 'over-confident' : temperature < 1 ? 'under-confident' : 'neither';
}

const VERDICTS = {
  hard: 'hard labels',
  smoothed: 'smoothed labels',
  'cannot tell': 'cannot tell',
} as const;

/** Name, value, interval and meaning of the figures of an audit. */
export function figureRows(audit: Audit): string[][] {
  const { calibration, interval, selective } = audit;
  const { bins, convention, edges, of } = calibration;
  const optional = (
    name: string,
    value: number | null,
    [show, ends, what]: readonly [(value: number) => string, string, string],
  ): string[][] => (value === null ? [] : [[name, show(value), ends, what]]);
  const binned = `${bins} bins, ${convention}: ${edges}; of the ${of}`;
  return [
    ['accuracy', percent(audit.accuracy), percentRange(interval.accuracy), 'Wilson interval'],
    ...optional('NLL', audit.nll, [number, range(interval.nll), 'nats, unsmoothed']),
    ...optional('Brier score', audit.brier, [
      number,
      range(interval.brier),
      'summed over classes, 0 to 2',
    ]),
    ['ECE', percent(calibration.ece), percentRange(calibration.interval.ece), binned],
    ['RMS', percent(calibration.rms), percentRange(calibration.interval.rms), 'the same bins'],
    [
      'MCE',
      percent(calibration.mce),
      percentRange(calibration.interval.mce),
      'the same bins, the worst',
    ],
    ...optional('class-wise', calibration.classwiseMean, [
      percent,
      '',
      `mean over classes; sum ${number(calibration.classwiseSum ?? 0)}`,
    ]),
    ...optional('debiased l2', calibration.debiasedL2, [
      percent,
      percentRange(calibration.interval.debiasedL2),
      'bins of equal mass (kumar)',
    ]),
    ...optional('smECE', calibration.smece, [
      percent,
      percentRange(calibration.interval.smece),
      `no bins; bandwidth ${number(calibration.smeceBandwidth ?? 0)}`,
    ]),
    ...(selective === null
      ? []
      : [
          [
            'AURC',
            number(selective.aurc),
            range(selective.interval.aurc),
            `${number(selective.eaurc)} above the ideal order; AUGRC ${number(selective.augrc)}`,
          ],
        ]),
  ];
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

/** A count with its thousands apart. */
export function inWords(count: number): string {
  return count.toLocaleString('en-US');
}
