import type { ReactNode } from 'react';

const schemes = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const;

/** The top line. The style sheet reads the choice of colours, so that no script is needed for it. */
export function Masthead(): ReactNode {
  return (
    <header className="masthead">
      <p className="brand">Temper explorer</p>
      <fieldset className="scheme">
        <legend>Colours</legend>
        {Object.entries(schemes).map(([scheme, text]) => (
          <label key={scheme}>
            <input
              type="radio"
              name="scheme"
              id={`scheme-${scheme}`}
              defaultChecked={scheme === 'auto'}
            />
            {text}
          </label>
        ))}
      </fieldset>
    </header>
  );
}
