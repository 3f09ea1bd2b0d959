import { flattenStrokes, type FlatStrokes, line, oval, type Stroke } from './strokes.ts';

/** The strokes of every character. Two that are alike have as many strokes and nodes, in the same order. */
const STROKES: Readonly<Record<string, readonly Stroke[]>> = {
  '0': [oval(50, 50, 27, 50)],
  '1': [line('31,24 55,0! 55,50 55,100')],
  '2': [line('20,24 30,7 50,0 70,7 76,26 62,52 40,76 18,98! 50,98 82,98')],
  '3': [
    line(
      '24,17 25,15 27,12 34,5 50,0 67,6 74,23 66,39 44,46! 68,53 79,72 70,92 48,100 29,95 23,89 20,86 18,83',
    ),
  ],
  '4': [line('66,0 57,12 46,26 32,44 16,64! 34,64 50,64 68,64 88,64'), line('66,0 66,50 66,100')],
  '5': [line('76,2 53,2 30,2! 28,23 26,46! 50,38 73,48 80,68 71,91 48,100 19,88')],
  '6': [line('70,3 46,18 28,42 23,68 34,92 52,100 72,92 78,71 68,52 50,46 32,54 24,72')],
  '7': [line('17,3 82,3! 58,52 42,100')],
  '8': [
    line(
      '50,46 33,39 26,23 33,7 50,0 67,7 74,23 67,39 50,46! 70,54 79,73 70,92 50,100 30,92 21,73 30,54 50,46',
    ),
  ],
  '9': [oval(48, 28, 26, 28), line('74,28 73,64 66,100')],
  A: [line('14,100 50,0! 86,100'), line('28,64 72,64')],
  E: [line('80,1 22,1! 22,50 22,99! 80,99'), line('22,49 68,49')],
  O: [oval(50, 50, 43, 50)],
  S: [line('77,17 63,3 42,1 25,13 26,33 48,47 70,57 79,74 70,93 48,100 20,85')],
  X: [line('15,0 85,100'), line('85,0 15,100')],
  Z: [line('18,2 34,2 50,2 66,2 82,2! 61,34 39,66 18,98! 50,98 82,98')],
};

/** The characters there are: the digits, then letters. */
export const GLYPH_NAMES: readonly string[] = Object.keys(STROKES);

/** Pairs alike by design: at some difficulty one is drawn so much like the other that no reader can tell. */
export const SIMILAR_GLYPHS: readonly (readonly [string, string])[] = [
  ['0', 'O'],
  ['1', '7'],
  ['2', 'Z'],
  ['3', '8'],
  ['4', '9'],
  ['5', 'S'],
];

/** How a character is drawn, and how the one it is like would be, point by point; itself if there is none. */
export interface Character {
  readonly own: FlatStrokes;
  readonly partner: FlatStrokes;
}

const FLAT = new Map(
  Object.entries(STROKES).map(([name, strokes]) => [name, flattenStrokes(strokes)]),
);

/** The strokes of a character of `GLYPH_NAMES`, and of the one it is like. */
export function characterOf(name: string): Character {
  const pair = SIMILAR_GLYPHS.find((names) => names.includes(name));
  const partner = pair?.find((other) => other !== name) ?? name;
  return { own: FLAT.get(name)!, partner: FLAT.get(partner)! };
}
