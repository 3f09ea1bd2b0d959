import type { ReactNode } from 'react';
import type { ConfidenceInterval } from 'temper';
import type { Score, Scores } from '../audit/index.ts';
import { type ScoreFormat, writeInterval, writeScore, writeTemperature } from './write-number.ts';

/** Scores and, once it is drawn, the interval of their calibration error. */
export interface ScoredTemperature {
  readonly scores: Scores;
  readonly eceInterval: ConfidenceInterval | undefined;
}

/** What the table compares. */
export interface ScoresTableProps {
  readonly saved: ScoredTemperature;
  readonly chosen: ScoredTemperature;
  /** The chosen temperature was fitted on these examples. */
  readonly inSample: boolean;
}

/** Accuracy, likelihood and calibration as saved and at the chosen temperature. */
export function ScoresTable({ saved, chosen, inSample }: ScoresTableProps): ReactNode {
  const rows: readonly Row[] = [
    { name: 'Accuracy', format: 'percent', read: ({ scores }) => scores.accuracy },
    { name: 'NLL, nats', format: 'number', read: ({ scores }) => scores.nll },
    {
      name: 'ECE',
      format: 'number',
      read: ({ scores, eceInterval }) => ({ value: scores.ece, interval: eceInterval ?? null }),
    },
  ];
  return (
    <table className="scores" aria-label="Scores with 95 % intervals">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">Score</span>
          </th>
          <th scope="col" className="numeric">
            T = 1 <small>as saved</small>
          </th>
          <th scope="col" className="numeric">
            T = {writeTemperature(chosen.scores.temperature)}{' '}
            <small>{inSample ? 'fitted in-sample' : 'chosen'}</small>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, format, read }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <ScoreCell score={read(saved)} format={format} />
            <ScoreCell score={read(chosen)} format={format} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Row {
  readonly name: string;
  readonly format: ScoreFormat;
  readonly read: (scored: ScoredTemperature) => Score;
}

function ScoreCell({
  score,
  format,
}: {
  readonly score: Score;
  readonly format: ScoreFormat;
}): ReactNode {
  return (
    <td className="numeric">
      {writeScore(score.value, format)}
      <small>{score.interval === null ? '[ … ]' : writeInterval(score.interval, format)}</small>
    </td>
  );
}
