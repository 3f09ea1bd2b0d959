import { riskCoverageCurve, type RiskCoverageData } from '@temper/figures';
import { thinCurve } from 'temper';
import { renderFigure, type ReportSection } from '../report/index.ts';
import type { AuditedSource } from './audited-model.ts';
import { number, percent } from './figures-in-words.ts';

/** As many curves can be told apart in one picture. */
const MOST_LINES = 6;

/** Which predictions to trust: risk over coverage, with the order that knows the errors. */
export function trustSections(audited: readonly AuditedSource[]): ReportSection[] {
  const shown = audited.slice(0, MOST_LINES);
  const several = audited.length > 1;
  const data: RiskCoverageData = {
    lines: shown.map(({ model, result }) => ({
      name: several ? model.name : 'maximum probability',
      curve: thinCurve(result.selection.curve),
      aurc: result.audit.selective.aurc,
    })),
    ideals: shown.map(({ model, result }) => ({
      curve: thinCurve(result.selection.idealCurve),
      ...(several && { of: model.name }),
    })),
  };
  const left = shown.length < audited.length ? ` The first ${MOST_LINES} models.` : '';
  return [
    {
      heading: 'Which predictions to trust',
      paragraphs: [
        'A model that may abstain answers the examples it is surest of. The fewer it answers, the fewer errors it should make.',
      ],
      figure: renderFigure({
        id: 'risk-coverage',
        caption: `Error rate among the surest predictions, over the share that is answered; the ideal order would put all errors last.${left}`,
        data,
        draw: (document, options) => riskCoverageCurve(document, data, options),
      }),
      table: {
        caption:
          'Share of the examples that can be answered at an error rate of at most 1, 5 and 10 %; areas under the curve, lower is better.',
        columns: [
          { header: 'model' },
          ...['1 %', '5 %', '10 %', 'AURC', 'above the ideal', 'AUGRC'].map((header) => ({
            header,
            numeric: true,
          })),
        ],
        rows: audited.map(({ model, result: { audit } }) => {
          const { coverageAtRisk, aurc, eaurc, augrc } = audit.selective;
          return [
            model.name,
            percent(coverageAtRisk['0.01']),
            percent(coverageAtRisk['0.05']),
            percent(coverageAtRisk['0.1']),
            number(aurc),
            number(eaurc),
            number(augrc),
          ];
        }),
      },
    },
  ];
}
