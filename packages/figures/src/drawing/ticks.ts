import { fontSizes } from './theme.ts';
import { textWidth } from './text-layout.ts';

/** Round positions along an axis and how they are written. */
export interface Ticks {
  readonly values: readonly number[];
  /** Writes every tick with the same number of decimals, and a real minus sign. */
  readonly format: (value: number) => string;
}

/** What ticks have to fit. */
export interface TickOptions {
  /** Length of a horizontal axis; labels in small print keep apart on it. */
  readonly pixels: number;
  /** At most this many steps to the range. */
  readonly most: number;
  /**
   * Share of the range at each end that stays free of ticks, so that labels do not meet those of the next
   * panel. Default 0.
   */
  readonly margin?: number;
  /** Whole numbers only, for epochs. */
  readonly whole?: boolean;
}

/** Least room between two labels, in pixels. */
const labelGap = 7;
/** Rounding in logarithms and quotients must not move an exact power of ten or an exact end. */
const slack = 1e-9;

/**
 * Ticks at a step of 1, 2 or 5 times a power of ten.
 * @param range - Ends of the axis, ascending.
 */
export function niceTicks(range: readonly [number, number], options: TickOptions): Ticks {
  const { pixels, most } = options;
  const ticks = ticksOf(range, options);
  const distance = pixels / (range[1] - range[0]);
  const step = (ticks.values[1]! - ticks.values[0]!) * distance;
  const widest = Math.max(
    0,
    ...ticks.values.map((value) => textWidth(ticks.format(value), { size: fontSizes.small })),
  );
  const crowded = ticks.values.length > 1 && step < widest + labelGap;
  return crowded && most > 1 ? niceTicks(range, { ...options, most: most - 1 }) : ticks;
}

function ticksOf(
  range: readonly [number, number],
  { most, margin = 0, whole = false }: TickOptions,
): Ticks {
  const length = range[1] - range[0];
  const rough = Math.max(length / most, whole ? 1 : 0);
  const exponent = Math.floor(Math.log10(rough) + slack);
  const factor = [1, 2, 5, 10].find((each) => each * 10 ** exponent >= rough * (1 - slack)) ?? 10;
  const decimals = Math.max(0, factor === 10 ? -exponent - 1 : -exponent);
  // Multiples are divided by a power of ten, since 3 · 0.1 would be 0.30000000000000004.
  const scale = 10 ** -exponent;
  const first = Math.ceil(((range[0] + margin * length) * scale) / factor - slack);
  const last = Math.floor(((range[1] - margin * length) * scale) / factor + slack);
  return {
    values: Array.from(
      { length: Math.max(0, last - first + 1) },
      (_, index) => ((first + index) * factor) / scale,
    ),
    format: (value) => value.toFixed(decimals).replace('-', '−'),
  };
}
