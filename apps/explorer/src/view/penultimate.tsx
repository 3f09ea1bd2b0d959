import { projectionPanels } from '@temper/figures';
import { type ReactNode, useCallback } from 'react';
import type { ClassTriple } from 'temper';
import type { AuditClient, OpenedFile, Projection } from '../audit/index.ts';
import { useAnswer, withClass } from '../state/index.ts';
import { Figure } from './figure.tsx';
import { writeCount } from './write-number.ts';

const places = ['First class', 'Second class', 'Third class'] as const;

/** What is projected. */
export interface PenultimateProps {
  readonly client: AuditClient;
  readonly file: OpenedFile;
  readonly classes: ClassTriple;
  readonly onClasses: (classes: ClassTriple) => void;
}

/** Activations of three classes on the plane through their templates, where the file has them. */
export function Penultimate(props: PenultimateProps): ReactNode {
  const { file } = props;
  const reason =
    file.numActivations === 0
      ? 'This file has no arrays penultimate and templates, so there is nothing to project.'
      : file.numClasses < 3
        ? 'A plane needs the templates of three classes; this file has two.'
        : undefined;
  return (
    <section aria-labelledby="penultimate-heading">
      <h2 id="penultimate-heading">Penultimate layer</h2>
      {reason === undefined ? <TemplatePlane {...props} /> : <p>{reason}</p>}
    </section>
  );
}

function TemplatePlane({ client, file, classes, onClasses }: PenultimateProps): ReactNode {
  const projected = useAnswer(client, 'project', classes);
  const options = Array.from({ length: file.numClasses }, (_, k) => k);
  return (
    <div className="columns">
      <div className="plane">
        <p>
          Activations of three classes on the plane through their templates, the rows of the last
          layer that stand for them. After training on smoothed labels a class gathers in a tight
          cluster, about equally far from all others.
        </p>
        <div className="selects">
          {places.map((place, index) => (
            <label key={place}>
              {place}
              <select
                value={classes[index]}
                onChange={({ currentTarget }) => {
                  onClasses(withClass(classes, index, Number(currentTarget.value)));
                }}
              >
                {options.map((k) => (
                  <option key={k} value={k}>
                    {k}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
        <p className="problem" role="alert">
          {projected && 'error' in projected ? projected.error.message : ''}
        </p>
      </div>
      {projected && 'answer' in projected && (
        <>
          <ProjectionFigure projection={projected.answer} numActivations={file.numActivations} />
          <Distances projection={projected.answer} />
        </>
      )}
    </div>
  );
}

/** The picture's proportions in numbers. */
function Distances({ projection }: { readonly projection: Projection }): ReactNode {
  const { classes, triangle, points } = projection;
  if (triangle === null) {
    const missing = classes.filter((k) => points.every(({ label }) => label !== k));
    return <p className="note">The file holds no activations of class {missing.join(', ')}.</p>;
  }
  return (
    <table className="distances">
      <caption className="note">Distances between the means of the classes, on the plane</caption>
      <tbody>
        {triangle.edges.map((edge, index) => (
          <tr key={index}>
            <th scope="row">
              class {classes[index]} to class {classes[(index + 1) % classes.length]}
            </th>
            <td className="numeric">{edge.toFixed(3)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">shortest over longest; 1 is equilateral</th>
          <td className="numeric">{triangle.edgeRatio?.toFixed(3) ?? '–'}</td>
        </tr>
      </tbody>
    </table>
  );
}

function ProjectionFigure(props: {
  readonly projection: Projection;
  readonly numActivations: number;
}): ReactNode {
  const { projection, numActivations } = props;
  const draw = useCallback((width: number) => drawProjection(projection, width), [projection]);
  return (
    <Figure
      draw={draw}
      caption={`Up to 300 examples of each class, drawn at random among the first ${writeCount(numActivations)}.`}
    />
  );
}

function drawProjection({ classes, templates, points }: Projection, width: number): SVGSVGElement {
  const counts = classes.map((k) => points.filter(({ label }) => label === k).length);
  const row = `Classes ${classes.join(', ')}`;
  const column = `${counts.join(' + ')} examples`;
  return projectionPanels(
    document,
    {
      classes: classes.map((label) => ({ label, name: `class ${label}` })),
      rows: [row],
      columns: [column],
      panels: [
        {
          row,
          column,
          points,
          templates: templates.map(({ x, y }, index) => ({ x, y, label: classes[index]! })),
        },
      ],
    },
    { width },
  );
}
