import { type ReactNode, useId } from 'react';
import type { TemperatureScaling } from 'temper';
import {
  roundTemperature,
  sliderLimits,
  sliderPosition,
  sliderStep,
  temperatureAt,
} from '../state/index.ts';
import { writeTemperature } from './write-number.ts';

/** What the control shows and changes. */
export interface TemperatureControlProps {
  readonly temperature: number;
  readonly fit: TemperatureScaling;
  readonly onTemperature: (temperature: number) => void;
}

/** A logarithmic slider for the temperature, with the two values one wants exactly. */
export function TemperatureControl(props: TemperatureControlProps): ReactNode {
  const { temperature, fit, onTemperature } = props;
  const id = useId();
  const { min, max } = sliderLimits(fit.temperature);
  const decades = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const fitted = roundTemperature(fit.temperature);
  const unbounded = whyNoFit(fit);
  return (
    <div className="temperature">
      <div className="slider-head">
        <label htmlFor={id}>Temperature</label>
        <span className="slider-value">T = {writeTemperature(temperature)}</span>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={sliderStep}
        value={sliderPosition(temperature)}
        aria-valuetext={`T = ${writeTemperature(temperature)}`}
        onChange={({ currentTarget }) => {
          onTemperature(temperatureAt(Number(currentTarget.value)));
        }}
      />
      <div className="slider-scale" aria-hidden="true">
        {decades.map((decade) => (
          <span key={decade}>{10 ** decade}</span>
        ))}
      </div>
      <div className="buttons">
        <button
          type="button"
          aria-pressed={temperature === 1}
          onClick={() => {
            onTemperature(1);
          }}
        >
          As saved, T = 1
        </button>
        <button
          type="button"
          disabled={unbounded !== undefined}
          aria-pressed={temperature === fitted}
          onClick={() => {
            onTemperature(fitted);
          }}
        >
          {unbounded === undefined
            ? `Fitted in-sample, T = ${writeTemperature(fitted)}`
            : 'No temperature fits'}
        </button>
      </div>
      <p className="note">
        {unbounded ??
          'In-sample: fitted on the very examples it is scored on here, so it flatters. For a fair number set the fitted temperature on a validation file, then open the test file: the temperature stays.'}
      </p>
    </div>
  );
}

/** Why the likelihood has no best temperature, where it has none. */
function whyNoFit({ hitBound }: TemperatureScaling): string | undefined {
  if (hitBound === 'none') return undefined;
  return hitBound === 'lower'
    ? 'The likelihood rises without end as T falls to 0: every label has the largest logit of its row.'
    : 'The likelihood rises without end as T grows: the logits say less than a uniform guess.';
}
