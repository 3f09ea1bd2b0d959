import { fontSizes, paint } from './theme.ts';

/** Axes without tick marks, in small grey print; labels of axes are set by the figure. */
export const axisStyle: {
  readonly tickSize: number;
  readonly tickPadding: number;
  readonly fontSize: number;
  readonly color: string;
  readonly label: null;
} = {
  tickSize: 0,
  tickPadding: 5,
  fontSize: fontSizes.small,
  color: paint('muted'),
  label: null,
};

/** Grid lines that stay behind the data. */
export const gridStyle: { readonly stroke: string; readonly strokeOpacity: number } = {
  stroke: paint('grid'),
  strokeOpacity: 1,
};

/** How a figure writes the name of an axis. */
export const axisLabelStyle: {
  readonly size: number;
  readonly fill: string;
  readonly anchor: 'middle';
} = {
  size: fontSizes.small,
  fill: paint('muted'),
  anchor: 'middle',
};

/** A fraction as a percentage with as many of two decimals as it needs. */
export function writePercent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))} %`;
}

/** The least and the greatest of some numbers; [0, 0] for none. */
export function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return values.length === 0 ? [0, 0] : [low, high];
}
