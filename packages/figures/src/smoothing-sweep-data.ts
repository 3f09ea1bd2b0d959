/** A figure of the models trained with one α. */
export interface SweepPoint {
  /** α; 0 for hard labels. */
  readonly labelSmoothing: number;
  readonly value: number;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/** A figure over α, such as that of the models as trained. */
export interface SweepCurve {
  /** It keeps its colour and symbol in all panels. */
  readonly name: string;
  /** Ascending in α. */
  readonly points: readonly SweepPoint[];
}

/** Curves that share axes. */
export interface SweepPanel {
  /** The quantity with its unit. */
  readonly quantity: string;
  /** `percent` writes fractions as percentages, from 0 up. */
  readonly format: 'number' | 'percent';
  readonly curves: readonly SweepCurve[];
  /** A value that the curves are to be held against. */
  readonly reference: { readonly name: string; readonly value: number } | null;
}

/** The panels of one network, side by side. */
export interface SweepRow {
  readonly name: string;
  readonly panels: readonly SweepPanel[];
}

/** Several networks, one below the other. */
export interface SmoothingSweepData {
  readonly rows: readonly SweepRow[];
  /** What intervals and quantities are, printed with the figure. */
  readonly convention: string;
}

/** Every value that a panel has to show. */
export function valuesOf({ curves, reference }: SweepPanel): number[] {
  return [
    ...curves.flatMap(({ points }) =>
      points.flatMap(({ value, interval }) => [
        value,
        ...(interval === null ? [] : [interval.lower, interval.upper]),
      ]),
    ),
    ...(reference === null ? [] : [reference.value]),
  ];
}

/** A network in words: every curve, value by value. */
export function describeSweep({ name, panels }: SweepRow): string {
  const sentences = panels.map(({ quantity, format, curves, reference }) => {
    const write = (value: number): string =>
      format === 'percent' ? `${(100 * value).toFixed(2)} %` : value.toPrecision(3);
    const said = curves.map((curve) => {
      const values = curve.points.map(
        ({ labelSmoothing, value }) => `${write(value)} at α = ${labelSmoothing}`,
      );
      return `${curve.name} ${values.join(', ') || 'without values'}`;
    });
    if (reference !== null) said.push(`${reference.name} ${write(reference.value)}`);
    return `${quantity}: ${said.join('; ')}`;
  });
  return `${name}. ${sentences.join('. ')}.`;
}
