import type { ReactNode } from 'react';
import type { ReliabilityDiagram } from 'temper';
import { writeCount } from './write-number.ts';

/** The numbers of a reliability diagram, for whoever cannot or will not read them off the picture. */
export function BinsTable({ diagram }: { readonly diagram: ReliabilityDiagram }): ReactNode {
  const filled = diagram.bins.filter(({ count }) => count > 0);
  const write = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
  return (
    <details>
      <summary>The diagram in numbers</summary>
      <div className="table-box">
        <table aria-label="Bins of the reliability diagram that hold examples">
          <thead>
            <tr>
              <th scope="col">Confidence</th>
              {['Examples', 'Mean confidence', 'Accuracy'].map((header) => (
                <th key={header} scope="col" className="numeric">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map(({ lower, upper, count, meanConfidence, accuracy }) => (
              <tr key={lower}>
                <th scope="row">{`(${lower.toFixed(3)}, ${upper.toFixed(3)}]`}</th>
                <td className="numeric">{writeCount(count)}</td>
                <td className="numeric">{write(meanConfidence)}</td>
                <td className="numeric">{write(accuracy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
