import { fontSizes } from './theme.ts';

/** Widths in em of DejaVu Sans, the widest font a figure meets; other fonts then fit as well. */
const widthGroups: readonly (readonly [string, number])[] = [
  ["ijl|'", 0.28],
  ['I.,:; \u00a0!·', 0.33],
  ['ft()[]r/-', 0.4],
  ['Jsczxvky', 0.58],
  ['mMW@%—', 0.98],
  ['wGHNOQDU', 0.8],
  ['ABCEFKLPRSTVXYZ+=<>~≈±−×', 0.75],
];
const widths = new Map(
  widthGroups.flatMap(([letters, em]) =>
    Array.from(letters, (letter): [string, number] => [letter, em]),
  ),
);
const ordinaryWidth = 0.64;
/** From here on (CJK and beyond) letters are as wide as they are high. */
const firstWideCodePoint = 0x2e80;
const boldFactor = 1.14;

/** How a piece of text is set. */
export interface TextStyle {
  /** Pixels. */
  readonly size?: number;
  readonly bold?: boolean;
}

/** Estimated width of a line of text in pixels; never less than the font's own in practice. */
export function textWidth(
  text: string,
  { size = fontSizes.body, bold = false }: TextStyle = {},
): number {
  let em = 0;
  for (const letter of text) {
    const wide = letter.codePointAt(0)! >= firstWideCodePoint;
    em += widths.get(letter) ?? (wide ? 1 : ordinaryWidth);
  }
  return em * size * (bold ? boldFactor : 1);
}

/**
 * Breaks text at spaces into lines no wider than `maxWidth` pixels, never around an equals sign; a word
 * that is longer by itself is broken inside.
 */
export function wrapText(text: string, maxWidth: number, style: TextStyle = {}): string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.replaceAll(' = ', '\u00a0=\u00a0').split(' ');
  for (const word of words.flatMap((part) => breakWord(part, maxWidth, style))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || textWidth(longer, style) <= maxWidth) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function breakWord(word: string, maxWidth: number, style: TextStyle): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && textWidth(piece + letter, style) > maxWidth) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/**
 * Moves labels along one axis as little as possible (least squares) so that none overlap.
 *
 * With labels sorted by their wish, the free positions are an isotonic regression of the wishes less the
 * heights before them (pool adjacent violators); the result is then held inside [lower, upper].
 * @param wishes - Wanted centre of each label, pixels, any order.
 * @param heights - Height of each label, pixels.
 * @returns The centre of each label, in the order given. Labels that together are higher than the room
 * overflow at `upper`.
 */
export function spreadLabels(
  wishes: readonly number[],
  heights: readonly number[],
  bounds: { readonly lower: number; readonly upper: number },
): number[] {
  const order = wishes.map((_, index) => index).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  const starts: number[] = [];
  let total = 0;
  const blocks: { sum: number; count: number }[] = [];
  for (const index of order) {
    starts.push(total);
    blocks.push({ sum: wishes[index]! - heights[index]! / 2 - total, count: 1 });
    total += heights[index]!;
    for (;;) {
      const [previous, last] = [blocks.at(-2), blocks.at(-1)!];
      if (previous === undefined || previous.sum / previous.count < last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: previous.sum + last.sum, count: previous.count + last.count });
    }
  }
  const tops = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  const highest = Math.max(bounds.lower, bounds.upper - total);
  const centres = new Array<number>(wishes.length);
  order.forEach((index, rank) => {
    const top = Math.min(Math.max(tops[rank]!, bounds.lower), highest);
    centres[index] = top + starts[rank]! + heights[index]! / 2;
  });
  return centres;
}
