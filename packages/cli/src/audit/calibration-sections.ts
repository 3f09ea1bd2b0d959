import { reliabilityDiagram, type ReliabilityData } from '@temper/figures';
import type { Audit } from 'temper';
import { renderFigure, type ReportSection, type ReportTable } from '../report/index.ts';
import { figureRows, inWords } from './audit-summary.ts';
import type { AuditedSource } from './audited-model.ts';
import { number, percent, percentRange } from './figures-in-words.ts';

/** Calibration: the diagrams before and after temperature scaling, the errors, and other conventions. */
export function calibrationSections(audited: readonly AuditedSource[]): ReportSection[] {
  const several = audited.length > 1;
  return audited.flatMap((source, index): ReportSection[] => {
    const { audit } = source.result;
    const of = several ? ` of ${source.model.name}` : '';
    return [
      {
        heading: `Calibration${of}`,
        paragraphs: calibrationWords(audit),
        figure: renderFigure(reliabilityFigure(source, several ? `-${index + 1}` : '')),
        table: {
          caption: `Of all ${inWords(audit.n)} examples, with 95 % intervals.`,
          columns: [
            { header: 'figure' },
            { header: 'value', numeric: true },
            { header: '95 % interval', numeric: true },
            { header: 'what it is' },
          ],
          rows: figureRows(audit),
        },
      },
      {
        heading: `Under other conventions${of}`,
        paragraphs: [
          'The same predictions, binned as other tools bin them: a calibration error means little without its convention.',
        ],
        table: conventionsTable(audit),
      },
    ];
  });
}

function calibrationWords({ calibration: { test } }: Audit): string[] {
  const words = ['A calibrated model is right as often as it is confident.'];
  if (test === null) return words;
  const { statistic, pValue, calibrated } = test;
  return [
    `${words[0]!} A calibrated model with the same confidences would show an ECE of ${percent(calibrated.mean)} by chance alone (95 %: ${percentRange(calibrated)}); this one shows ${percent(statistic)} (p = ${number(pValue)}).`,
  ];
}

function reliabilityFigure(
  { result: { audit, scaling } }: AuditedSource,
  suffix: string,
): Parameters<typeof renderFigure>[0] {
  const { calibration, temperatureScaling } = audit;
  const data: ReliabilityData = {
    convention: `${calibration.bins} bins, ${calibration.convention}: ${calibration.edges}`,
    panels: [
      {
        name: `as it is, ${calibration.of}`,
        diagram: calibration.diagram,
        calibrationError: {
          value: calibration.ece,
          ...(calibration.interval.ece && { interval: calibration.interval.ece }),
        },
      },
      ...(scaling === null || temperatureScaling === null
        ? []
        : [
            {
              name: 'before scaling',
              diagram: scaling.before,
              calibrationError: { value: temperatureScaling.eceBefore },
            },
            {
              name: `T = ${number(temperatureScaling.temperature)}`,
              diagram: scaling.after,
              calibrationError: {
                value: temperatureScaling.ece,
                ...(temperatureScaling.interval.ece && {
                  interval: temperatureScaling.interval.ece,
                }),
              },
            },
          ]),
    ],
  };
  return {
    id: `reliability${suffix}`,
    caption: 'Accuracy against confidence, bin by bin. Below: how many examples each bin holds.',
    data,
    draw: (document, options) => reliabilityDiagram(document, data, options),
  };
}

function conventionsTable({ calibration }: Audit): ReportTable {
  const { convention, bins, ece, rms, mce, conventions } = calibration;
  return {
    caption: 'Each with its own default number of bins, but for the first, which the report uses.',
    columns: [
      { header: 'convention' },
      ...['bins', 'ECE', 'RMS', 'MCE'].map((header) => ({ header, numeric: true })),
    ],
    rows: [{ convention, bins, ece, rms, mce }, ...conventions].map((row) => [
      row.convention,
      row.bins,
      percent(row.ece),
      percent(row.rms),
      percent(row.mce),
    ]),
  };
}
