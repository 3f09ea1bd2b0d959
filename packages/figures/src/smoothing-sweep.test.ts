import { describe, expect, it } from 'vitest';
import { expectSound, makeDocument, panelOf, positions, texts } from '../test/support/drawn.ts';
import type { SmoothingSweepData, SweepPanel } from './smoothing-sweep-data.ts';
import { smoothingSweep } from './smoothing-sweep.ts';

const document = makeDocument();

const ece: SweepPanel = {
  quantity: 'ECE',
  format: 'percent',
  curves: [
    {
      name: 'as trained',
      points: [
        { labelSmoothing: 0, value: 0.08, interval: { lower: 0.06, upper: 0.1 } },
        { labelSmoothing: 0.05, value: 0.02, interval: null },
        { labelSmoothing: 0.1, value: 0.04, interval: { lower: 0.03, upper: 0.05 } },
      ],
    },
    { name: 'scaled', points: [{ labelSmoothing: 0, value: 0.04, interval: null }] },
  ],
  reference: { name: 'hard labels, scaled', value: 0.04 },
};
const nll: SweepPanel = {
  quantity: 'NLL (nats)',
  format: 'number',
  curves: [{ name: 'as trained', points: [{ labelSmoothing: 0, value: 0.5, interval: null }] }],
  reference: null,
};
const data: SmoothingSweepData = {
  rows: [
    { name: 'one', panels: [ece, nll] },
    { name: 'two', panels: [ece] },
  ],
  convention: 'Bars are 95 % intervals.',
};

/** Ends of the bars of a panel, in pixels. */
function barsOf(panel: Element): number[][] {
  return [...panel.querySelectorAll('.figure-bars path')].map((path) =>
    path
      .getAttribute('d')!
      .match(/[\d.]+/g)!
      .map(Number),
  );
}

describe('smoothingSweep', () => {
  it('draws values in proportion from 0, at distances in proportion to α', () => {
    const panel = panelOf(smoothingSweep(document, data), 'one, ECE');
    const [hard, low, high] = positions(panel, '.figure-values') as { x: number; y: number }[];
    expect(low!.x - hard!.x).toBeCloseTo(high!.x - low!.x, 1);
    // 8 % to 4 % is twice as far as 4 % to 2 %, and the bottom of the frame as far from 4 % as 8 %.
    expect(high!.y - hard!.y).toBeCloseTo(2 * (low!.y - high!.y), 1);
    const frame = [...panel.querySelectorAll('rect')].at(-1)!;
    const bottom = Number(frame.getAttribute('y')) + Number(frame.getAttribute('height'));
    expect(bottom - high!.y).toBeCloseTo(high!.y - hard!.y, 1);
  });

  it('draws an interval as a bar through its value, and none where there is none', () => {
    const panel = panelOf(smoothingSweep(document, data), 'one, ECE');
    const bars = barsOf(panel);
    const values = positions(panel, '.figure-values');
    expect(bars).toHaveLength(2);
    const [x1, y1, x2, y2] = bars[0]!;
    expect([x1, x2]).toEqual([values[0]!.x, values[0]!.x]);
    expect((y1! + y2!) / 2).toBeCloseTo(values[0]!.y, 1);
  });

  it('sets curves of the same α apart, by colour and by symbol', () => {
    const panel = panelOf(smoothingSweep(document, data), 'one, ECE');
    const groups = [...panel.querySelectorAll('.figure-values')];
    expect(new Set(groups.map((group) => group.getAttribute('fill'))).size).toBe(2);
    const [trained, scaled] = groups.map((group) => group.querySelector('circle, path')!);
    expect([trained!.localName, scaled!.localName]).toEqual(['circle', 'path']);
    const [hard, , , mended] = positions(panel, '.figure-values');
    expect(mended!.x - hard!.x).toBeGreaterThan(4);
  });

  it('draws the reference through the value it names, once in the legend', () => {
    const figure = smoothingSweep(document, data);
    const panel = panelOf(figure, 'two, ECE');
    const rule = panel.querySelector('.figure-reference line')!;
    const y = Number(rule.getAttribute('y1'));
    expect(y).toBeCloseTo(positions(panel, '.figure-values')[2]!.y, 1);
    const named = texts(figure).filter((text) => text === 'hard labels, scaled');
    expect(named).toHaveLength(1);
    expect(panelOf(figure, 'one, NLL (nats)').querySelector('.figure-reference')).toBeNull();
  });

  it.each([
    [800, 1],
    [328, 2],
  ])('stands two panels at width %i in %i lines', (width, lines) => {
    const figure = smoothingSweep(document, data, { width });
    expectSound(figure);
    const tops = ['one, ECE', 'one, NLL (nats)'].map(
      (name) => panelOf(figure, name).getAttribute('transform')!.split(',')[1],
    );
    expect(new Set(tops).size).toBe(lines);
  });

  it('says every value in words, with the convention', () => {
    const label = smoothingSweep(document, data).getAttribute('aria-label')!;
    expect(label).toContain('as trained 8.00 % at α = 0, 2.00 % at α = 0.05, 4.00 % at α = 0.1');
    expect(label).toContain('hard labels, scaled 4.00 %');
    expect(label).toContain('Bars are 95 % intervals.');
  });

  it('draws a network without values, and refuses one whose values are not finite', () => {
    const curves = [{ name: 'none', points: [] }];
    const empty = { ...ece, curves, reference: null };
    expectSound(
      smoothingSweep(document, { ...data, rows: [{ name: 'empty', panels: [empty, nll] }] }),
    );
    const point = { labelSmoothing: 0, value: NaN, interval: null };
    const wrong = { ...nll, curves: [{ name: 'a', points: [point] }] };
    expect(() =>
      smoothingSweep(document, { ...data, rows: [{ name: 'x', panels: [wrong] }] }),
    ).toThrow('smoothingSweep: expected finite values of "NLL (nats)", got NaN');
  });

  it('refuses more curves than there are colours', () => {
    const curves = Array.from({ length: 7 }, (_, i) => ({ name: String(i), points: [] }));
    const rows = [{ name: 'many', panels: [{ ...ece, curves }] }];
    expect(() => smoothingSweep(document, { ...data, rows })).toThrow(/expected at most 6 curves/);
  });
});
