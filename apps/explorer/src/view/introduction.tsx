import type { ReactNode } from 'react';

const arrays = [
  ['logits', '[N, K]', 'what goes into the softmax', 'required'],
  ['labels', '[N]', 'the right class of each example', 'required'],
  [
    'penultimate',
    '[M, D]',
    'what the last layer reads, for the first M examples',
    'for the projection',
  ],
  ['templates', '[K, D]', 'the last layer’s weights, a row per class', 'for the projection'],
  ['bias', '[K]', 'the last layer’s bias', 'if it has one'],
] as const;

/** Where files come from and what is in them, for someone who has none open. */
export function Introduction(): ReactNode {
  return (
    <section className="introduction">
      <h2>Where to find one</h2>
      <p>
        Every trained run keeps <code>predictions-train.npz</code>,{' '}
        <code>predictions-validation.npz</code> and <code>predictions-test.npz</code> in its folder.{' '}
        <code>npx temper tour</code> makes two such runs in a few minutes.
      </p>
      <p>
        Predictions of any other model do as well: save these arrays with{' '}
        <code>numpy.savez(&quot;predictions.npz&quot;, logits=…, labels=…)</code>.
      </p>
      <div className="table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">Array</th>
              <th scope="col">What it is</th>
              <th scope="col">Needed</th>
            </tr>
          </thead>
          <tbody>
            {arrays.map(([name, shape, meaning, needed]) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code> <small>{shape}</small>
                </th>
                <td>{meaning}</td>
                <td>{needed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
