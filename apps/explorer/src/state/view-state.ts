import type { ClassTriple } from 'temper';
import { firstClasses, isClassTriple } from './class-triple.ts';
import { isTemperature, roundTemperature } from './temperature-scale.ts';

/** What a reader has chosen; the address carries it. */
export interface ViewState {
  /** What logits are divided by. */
  readonly temperature: number;
  /** The three classes whose templates span the plane. */
  readonly classes: ClassTriple;
}

/** What is shown before anything is chosen. */
const initialView: ViewState = { temperature: 1, classes: firstClasses };

/** Reads `#temperature=1.5&classes=3,8,1`. What is missing or makes no sense is as at first. */
export function parseView(hash: string): ViewState {
  const entries = new URLSearchParams(hash.replace(/^#/, ''));
  const temperature = Number(entries.get('temperature') ?? Number.NaN);
  const classes = (entries.get('classes') ?? '').split(',').map((text) =>
    // Number('') would be class 0.
    text.trim() === '' ? Number.NaN : Number(text),
  );
  return {
    temperature: isTemperature(temperature)
      ? roundTemperature(temperature)
      : initialView.temperature,
    classes: isClassTriple(classes) ? classes : initialView.classes,
  };
}

/** Writes what {@link parseView} reads, without what is as at first; empty if everything is. */
export function formatView({ temperature, classes }: ViewState): string {
  const entries = [
    ...(temperature === initialView.temperature ? [] : [`temperature=${temperature}`]),
    ...(classes.join(',') === initialView.classes.join(',')
      ? []
      : [`classes=${classes.join(',')}`]),
  ];
  return entries.length === 0 ? '' : `#${entries.join('&')}`;
}
