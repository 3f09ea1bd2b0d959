/** Light paper or dark screen. */
export type Scheme = 'light' | 'dark';

/** The role of a colour in a figure. */
export type PaintName =
  'background' | 'ink' | 'muted' | 'rule' | 'grid' | `series-${1 | 2 | 3 | 4 | 5 | 6}`;

/**
 * Every colour a figure uses, by role. The series colours keep the hues of Okabe and Ito (Color Universal
 * Design, 2008) where they can, with lightness chosen so that text in any of them has a contrast of 4.5:1
 * with the background and no two look alike with protanopia, deuteranopia or tritanopia.
 */
const palettes: Readonly<Record<Scheme, Readonly<Record<PaintName, string>>>> = {
  light: {
    background: '#ffffff',
    ink: '#1b1f24',
    muted: '#59616b',
    rule: '#cdd2d9',
    grid: '#eceef1',
    'series-1': '#0b5fb5',
    'series-2': '#c65100',
    'series-3': '#00835c',
    'series-4': '#a02c7c',
    'series-5': '#6e3a00',
    'series-6': '#3c4149',
  },
  dark: {
    background: '#14171b',
    ink: '#e9ebee',
    muted: '#a7aeb8',
    rule: '#434a54',
    grid: '#242930',
    'series-1': '#5aaef0',
    'series-2': '#ff8b47',
    'series-3': '#3ad9a0',
    'series-4': '#f0b6da',
    'series-5': '#f2e06a',
    'series-6': '#8d949e',
  },
};

/** Point shapes in the order of the series colours, so that no reader depends on colour alone. */
export const seriesSymbols = ['circle', 'triangle', 'square', 'diamond', 'star', 'cross'] as const;

/** How many classes or models one figure can tell apart. */
export const maxSeries: number = seriesSymbols.length;

/** Sizes of text in pixels at natural size; nothing is set smaller than `small`. */
export const fontSizes = { small: 11, body: 12, title: 13 } as const;

const prefix = '--figure-';
/** DejaVu Sans is drawn by the PNG renderer; Verdana shares its widths; the last is anyone's. */
const standaloneFont = 'DejaVu Sans, Verdana, sans-serif';

/** The font of inline figures: the page's `--figure-font`, else the system's. */
export const inlineFont = 'var(--figure-font, system-ui, sans-serif)';

/** A colour as a CSS custom property with the light colour as fallback, e.g. `var(--figure-ink, #1b1f24)`. */
export function paint(name: PaintName): string {
  return `var(${prefix}${name}, ${palettes.light[name]})`;
}

/**
 * The colour of series `index`, counted from 0.
 * @throws RangeError beyond the last colour.
 */
export function seriesPaint(index: number): string {
  if (!(Number.isInteger(index) && index >= 0 && index < maxSeries)) {
    throw new RangeError(
      `seriesPaint: expected a series index from 0 to ${maxSeries - 1}, got ${index}; draw fewer series in one figure`,
    );
  }
  return paint(`series-${index + 1}` as PaintName);
}

/** The custom properties that make inline figures follow a scheme, name to colour. */
export function figureVariables(scheme: Scheme): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(palettes[scheme]).map(([name, colour]) => [prefix + name, colour]),
  );
}

/** Replaces every reference to a figure's custom properties in `markup` by the scheme's own value. */
export function substituteVariables(markup: string, scheme: Scheme): string {
  const values: Readonly<Record<string, string>> = {
    ...figureVariables(scheme),
    '--figure-font': standaloneFont,
  };
  return markup.replace(
    /var\((--figure-[a-z0-9-]+),[^)]*\)/g,
    (reference, name: string) => values[name] ?? reference,
  );
}
