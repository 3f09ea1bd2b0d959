import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../temper/test/support/matchers.ts';
import { expectSound, makeDocument, panelOf, positions, texts } from '../test/support/drawn.ts';
import type { ProjectionPanelsData, ProjectionPoint } from './projection-data.ts';
import { projectionPanels } from './projection-panels.ts';

const document = makeDocument();
const classes = [
  { label: 3, name: 'three' },
  { label: 8, name: 'eight' },
  { label: 1, name: 'one' },
];
/** A unit right angle in class 3 and something else in the others. */
function corner(size: number): ProjectionPoint[] {
  return [
    { x: 0, y: 0, label: 3 },
    { x: size, y: 0, label: 3 },
    { x: 0, y: size, label: 3 },
    { x: -3 * size, y: size, label: 8 },
    { x: size, y: -size, label: 1 },
  ];
}
const templates = classes.map(({ label }, index) => ({ x: index, y: -index, label }));
const data: ProjectionPanelsData = {
  classes,
  rows: ['hard', 'smoothed'],
  columns: ['training', 'validation'],
  panels: [
    { row: 'hard', column: 'training', points: corner(10), templates },
    { row: 'hard', column: 'validation', points: corner(20), templates },
    { row: 'smoothed', column: 'training', points: corner(1) },
    { row: 'smoothed', column: 'validation', points: corner(2) },
  ],
};

/** Pixels per unit across and up, measured on the drawn corner. */
function scales(figure: Element, panel: string, size: number): [number, number] {
  const [origin, right, up] = positions(panelOf(figure, panel), '.figure-points.figure-class-0');
  return [(right!.x - origin!.x) / size, (origin!.y - up!.y) / size];
}

describe('projectionPanels', () => {
  it.each([800, 328])('draws a unit as long across as up, alike in a row, at width %i', (width) => {
    const figure = projectionPanels(document, data, { width });
    expectSound(figure);
    const hard = scales(figure, 'hard, training', 10);
    const smoothed = scales(figure, 'smoothed, training', 1);
    // Coordinates are drawn with two decimals.
    const tolerance = { rtol: 0, atol: 0.02 };
    expectAllClose(hard, [hard[0], hard[0]], tolerance);
    expectAllClose(scales(figure, 'hard, validation', 20), hard, tolerance);
    expectAllClose(scales(figure, 'smoothed, validation', 2), smoothed, tolerance);
    expect(smoothed[0] / hard[0]).toBeGreaterThan(5);
    // The note says how many times larger: 80 units against 8.
    const note = texts(figure).join(' ');
    expect(note).toMatch(/“smoothed” is drawn 10 times larger than “hard”/);
  });

  it('draws every panel at one scale when asked to', () => {
    const figure = projectionPanels(document, data, { scale: 'shared' });
    const hard = scales(figure, 'hard, training', 10);
    expectAllClose(scales(figure, 'smoothed, validation', 2), hard, { rtol: 0, atol: 0.02 });
    expect(texts(figure).join(' ')).toContain('in all panels.');
  });

  it('draws every point once, in a shape of its class, and all inside the frame', () => {
    const panel = panelOf(projectionPanels(document, data), 'hard, validation');
    const drawn = [0, 1, 2].map((index) =>
      positions(panel, `.figure-points.figure-class-${index}`),
    );
    expect(drawn.map(({ length }) => length)).toEqual([3, 1, 1]);
    const shapes = [0, 1, 2].map(
      (index) => panel.querySelector(`.figure-points.figure-class-${index}`)!.children[0]!,
    );
    expect(shapes[0]!.localName).toBe('circle');
    expect(new Set(shapes.map((shape) => shape.getAttribute('d'))).size).toBe(3);
    const frame = panel.querySelector('rect')!;
    const [left, top, side] = ['x', 'y', 'width'].map((name) => Number(frame.getAttribute(name)));
    expect(frame.getAttribute('height')).toBe(String(side));
    for (const { x, y } of drawn.flat()) {
      expect(x).toBeGreaterThan(left!);
      expect(x).toBeLessThan(left! + side!);
      expect(y).toBeGreaterThan(top!);
      expect(y).toBeLessThan(top! + side!);
    }
  });

  it('mixes classes in drawing order, so that none covers another', () => {
    const points = [3, 8].flatMap((label) =>
      Array.from({ length: 300 }, (_, i) => ({ x: i, y: label, label })),
    );
    const panels = [{ row: 'hard', column: 'training', points }];
    const panel = panelOf(projectionPanels(document, { ...data, panels }), 'hard, training');
    const groups = [...panel.querySelectorAll('.figure-points')].filter(
      ({ children }) => children.length > 0,
    );
    const order = groups.map((group) => group.getAttribute('class')!.at(-1));
    expect(order.join('')).toBe('01'.repeat(8));
    expect(positions(panel, '.figure-points')).toHaveLength(600);
  });

  it('marks the template of each class where it stands, and says so', () => {
    const figure = projectionPanels(document, data);
    const panel = panelOf(figure, 'hard, training');
    const [origin, right] = positions(panel, '.figure-points.figure-class-0');
    const unit = (right!.x - origin!.x) / 10;
    classes.forEach((_, index) => {
      const [mark, ...others] = positions(panel, `.figure-template.figure-class-${index}`);
      expect(others).toEqual([]);
      expectAllClose([mark!.x, mark!.y], [origin!.x + index * unit, origin!.y + index * unit], {
        rtol: 0,
        atol: 0.03,
      });
    });
    expect(texts(figure).join(' ')).toContain('template, outlined');
    expect(panelOf(figure, 'smoothed, training').querySelector('.figure-template')).toBeNull();
  });

  it('names panels, axes and classes, and describes each cluster in words', () => {
    const figure = projectionPanels(document, data);
    expect(texts(figure)).toEqual(
      expect.arrayContaining(['three', 'eight', 'one', 'hard', 'smoothed', 'training']),
    );
    expect(texts(figure).filter((text) => text === 'plane coordinate 1')).toHaveLength(2);
    expect(texts(figure).filter((text) => text === 'plane coordinate 2')).toHaveLength(2);
    // Mean of (0,0), (1,0), (0,1); mean squared distance (2/9 + 5/9 + 5/9)/3 = 4/9.
    expect(figure.getAttribute('aria-label')).toContain(
      'smoothed, training: three around (0.33, 0.33) with spread 0.67;',
    );
  });

  it('wraps columns on a narrow screen and draws an absent panel empty', () => {
    const columns = ['a', 'b', 'c', 'd'];
    const panels = [{ row: 'hard', column: 'd', points: corner(1) }];
    const figure = projectionPanels(document, { ...data, columns, panels }, { width: 328 });
    expectSound(figure);
    const tops = columns.map((column) =>
      Number(/,([^)]+)\)/.exec(panelOf(figure, `hard, ${column}`).getAttribute('transform')!)![1]),
    );
    expect(tops[1]).toBe(tops[0]);
    expect(tops[2]).toBeGreaterThan(tops[0]! + 100);
    expect(positions(panelOf(figure, 'hard, a'), '.figure-points')).toEqual([]);
    expect(positions(panelOf(figure, 'hard, d'), '.figure-points')).toHaveLength(5);
  });

  it.each([
    ['a coordinate that is not finite', { x: NaN, y: 0, label: 3 }],
    ['an unknown label', { x: 0, y: 0, label: 4 }],
  ])('refuses %s and names the panel', (_, point) => {
    const panels = [{ row: 'hard', column: 'training', points: [point] }];
    expect(() => projectionPanels(document, { ...data, panels })).toThrow(
      /projectionPanels: expected finite .* in panel "hard, training", got/,
    );
  });

  it('refuses more classes than it has colours', () => {
    const many = Array.from({ length: 7 }, (_, label) => ({ label, name: String(label) }));
    expect(() => projectionPanels(document, { ...data, classes: many })).toThrow(RangeError);
  });
});
