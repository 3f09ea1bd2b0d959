import { reliabilityDiagram, type ReliabilityData, type ReliabilityPanel } from '@temper/figures';
import {
  type Audit,
  type BootstrapInterval,
  consistencyBand,
  type ReliabilityDiagram,
  type TopLabelConfidences,
} from 'temper';
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
  source: AuditedSource,
  suffix: string,
): Parameters<typeof renderFigure>[0] {
  const { calibration, temperatureScaling } = source.result.audit;
  const judged =
    temperatureScaling === null
      ? ''
      : ` Before and after temperature scaling, on the ${inWords(temperatureScaling.judgedOn)} examples that judge it.`;
  const data: ReliabilityData = {
    convention: `${calibration.bins} bins, ${calibration.convention}: ${calibration.edges}`,
    panels: panelsOf(source),
  };
  return {
    id: `reliability${suffix}`,
    caption: `Accuracy against confidence, bin by bin; below, how many examples each bin holds.${judged} A bin that leaves its green box is off by more than chance makes a calibrated model.`,
    data,
    draw: (document, options) => reliabilityDiagram(document, data, options),
  };
}

/** Before and after scaling where a temperature was fitted; all examples where it was not, or P(class 1) is binned. */
function panelsOf({ result: { audit, binned, scaling } }: AuditedSource): ReliabilityPanel[] {
  const { calibration, temperatureScaling } = audit;
  const { bins } = calibration;
  const panel = (
    name: string,
    [diagram, predictions]: readonly [ReliabilityDiagram, TopLabelConfidences],
    [value, interval]: readonly [number, BootstrapInterval | null],
  ): ReliabilityPanel => ({
    name,
    diagram,
    band: consistencyBand(predictions, { binning: diagram.convention, numBins: bins }),
    calibrationError: { value, ...(interval && { interval }) },
  });
  const panels: ReliabilityPanel[] = [];
  if (scaling === null || calibration.of === 'class 1') {
    const { diagram, ece, interval, of } = calibration;
    panels.push(panel(of, [diagram, binned], [ece, interval.ece]));
  }
  if (scaling !== null && temperatureScaling !== null) {
    const { temperature, eceBefore, ece, interval } = temperatureScaling;
    const { before, judged, after, scaled } = scaling;
    panels.push(
      panel('as it is', [before, judged], [eceBefore, null]),
      panel(`T = ${number(temperature)}`, [after, scaled], [ece, interval.ece]),
    );
  }
  return panels;
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
