import type { SmoothingFingerprint } from 'temper';
import type { ReportSection } from '../report/index.ts';
import type { AuditedSource } from './audited-model.ts';
import { number, range } from './figures-in-words.ts';

/** Whether labels were smoothed: the verdict, and what it rests on. */
export function labelSections(audited: readonly AuditedSource[]): ReportSection[] {
  const judged = audited.flatMap(({ model, result: { audit } }) =>
    audit.smoothing === null ? [] : [{ name: model.name, ...audit.smoothing }],
  );
  if (judged.length === 0) return [];
  const row = (
    name: string,
    read: (fingerprint: SmoothingFingerprint) => string | null,
  ): (string | null)[] => [name, ...judged.map(read)];
  return [
    {
      heading: 'The labels it was trained on',
      paragraphs: [
        'Smoothed labels give logits a finite optimum, and all wrong classes the same one. Training leaves both to be seen.',
        ...judged.map(({ name, reason }) => (judged.length > 1 ? `${name}: ${reason}` : reason)),
      ],
      table: {
        caption: 'What the verdict rests on; logits and their spreads in nats.',
        columns: [
          { header: 'quantity' },
          ...judged.map(({ name }) => ({ header: name, numeric: true })),
        ],
        rows: [
          row('verdict', ({ verdict }) => verdict),
          row('α', ({ alpha }) => (alpha === null ? null : number(alpha))),
          row('interval of α', ({ interval }) => interval && range(interval)),
          row('examples looked at', ({ evidence }) => evidence.rows.toLocaleString('en-US')),
          row('gap between the largest logit and the others, mean', ({ evidence }) =>
            number(evidence.meanGap),
          ),
          row('its spread over examples', ({ evidence }) => number(evidence.gapSpread)),
          row('spread of the other logits', ({ evidence }) => number(evidence.othersSpread)),
          row('spread of their mean log-probability over examples', ({ evidence }) =>
            number(evidence.floorSpread),
          ),
          row('α as the gap reads', ({ evidence }) => number(evidence.readings.gap)),
          row('α as the odds read', ({ evidence }) => number(evidence.readings.odds)),
          row('α as the floor reads', ({ evidence }) => number(evidence.readings.floor)),
          row('largest reading over the smallest', ({ evidence }) =>
            number(Math.exp(evidence.disagreement)),
          ),
        ],
      },
    },
  ];
}
