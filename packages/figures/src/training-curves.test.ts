import { describe, expect, it } from 'vitest';
import { expectSound, makeDocument, panelOf, texts } from '../test/support/drawn.ts';
import { trainingCurves } from './training-curves.ts';
import type { TrainingCurve } from './training-data.ts';

const document = makeDocument();

function curve(series: string, values: readonly number[], variant?: string): TrainingCurve {
  const points = values.map((value, index) => ({ epoch: index + 1, value }));
  return { series, points, ...(variant !== undefined && { variant }) };
}

/** Corners of each curve of a panel, in its pixels. */
function paths(panel: Element): number[][] {
  return [...panel.querySelectorAll('.figure-curve path')].map((path) =>
    path
      .getAttribute('d')!
      .match(/-?[\d.]+/g)!
      .map(Number),
  );
}

describe('trainingCurves', () => {
  it('draws values to scale over the epochs', () => {
    const panels = [{ title: 'Loss', curves: [curve('a', [3, 2, 0]), curve('b', [0, 1, 3])] }];
    const figure = trainingCurves(document, { panels });
    expectSound(figure);
    const [a, b] = paths(panelOf(figure, 'Loss'));
    const [x1, y1, x2, y2, x3, y3] = a as [number, number, number, number, number, number];
    // Coordinates are drawn with two decimals.
    expect(x3 - x2).toBeCloseTo(x2 - x1, 1);
    expect(y3 - y2).toBeCloseTo(2 * (y2 - y1), 1);
    expect(b).toEqual([x1, y3, x2, expect.closeTo(y3 - (y3 - y1) / 3, 1), x3, y1]);
  });

  it('names each curve at its end in its colour, and no two names overlap', () => {
    const curves = ['a', 'b', 'c'].flatMap((series) =>
      ['validation', 'training'].map((variant) => curve(series, [1, 0.5], variant)),
    );
    for (const width of [800, 328]) {
      const figure = trainingCurves(document, { panels: [{ title: 'Loss', curves }] }, { width });
      expectSound(figure);
      const labels = [...figure.querySelectorAll('.figure-curve-label')];
      expect(labels.map((label) => label.textContent)).toEqual(
        curves.map(({ series, variant }) => `${series}, ${variant!}`),
      );
      const tops = labels.map((label) => {
        const shift = /,([^)]+)\)/.exec(label.parentElement!.getAttribute('transform')!)!;
        return Number(shift[1]) + Number(label.getAttribute('y'));
      });
      const sorted = tops.toSorted((a, b) => a - b);
      for (const [rank, top] of sorted.slice(1).entries()) {
        expect(top - sorted[rank]!).toBeGreaterThan(11);
      }
      const stroke = (index: number): string | null => labels[index]!.getAttribute('fill');
      expect(stroke(0)).toBe(stroke(1));
      expect(new Set([stroke(0), stroke(2), stroke(4)]).size).toBe(3);
      const end = Math.max(...labels.map((label) => Number(label.getAttribute('x'))));
      expect(end).toBeLessThan(width - 60);
    }
  });

  it('draws the first variant solid and the others dashed', () => {
    const curves = [curve('a', [1, 2], 'validation'), curve('a', [2, 3], 'training')];
    const panel = panelOf(trainingCurves(document, { panels: [{ title: 'L', curves }] }), 'L');
    const dashes = [...panel.querySelectorAll('.figure-curve')].map((line) =>
      line.getAttribute('stroke-dasharray'),
    );
    expect(dashes).toEqual([null, '5 3']);
  });

  it('keeps a model in its colour from panel to panel', () => {
    const panels = [
      { title: 'one', curves: [curve('a', [1, 2]), curve('b', [1, 3])] },
      { title: 'two', curves: [curve('b', [1, 2])] },
    ];
    const figure = trainingCurves(document, { panels });
    const colours = ['one', 'two'].map((name) =>
      [...panelOf(figure, name).querySelectorAll('.figure-curve')].map((line) =>
        line.getAttribute('stroke'),
      ),
    );
    expect(colours[1]).toEqual([colours[0]![1]]);
  });

  it('shows a single epoch as a dot', () => {
    const figure = trainingCurves(document, {
      panels: [{ title: 'L', curves: [curve('a', [0.4])] }],
    });
    expectSound(figure);
    expect(panelOf(figure, 'L').querySelectorAll('circle')).toHaveLength(1);
    expect(texts(figure)).toContain('1');
  });

  it('leaves a gap where a value is not finite, and says so', () => {
    const curves = [curve('a', [3, 2, NaN, 1, Infinity]), curve('lost', [NaN])];
    const figure = trainingCurves(document, { panels: [{ title: 'Loss', curves }] });
    expectSound(figure);
    expect(figure.getAttribute('aria-label')).toContain(
      'a from 3.00 at epoch 1 to 1.00 at epoch 4, not finite at 2 of 5 epochs; lost has no finite value.',
    );
    expect(panelOf(figure, 'Loss').querySelector('.figure-curve path')!.getAttribute('d')).toMatch(
      /^M[^M]+M[^M]+$/,
    );
  });

  it('writes fractions as percentages where asked to', () => {
    const panels = [
      { title: 'Accuracy', format: 'percent', curves: [curve('a', [0.5, 0.9])] },
    ] as const;
    const figure = trainingCurves(document, { panels });
    expect(texts(figure)).toContain('60 %');
    expect(figure.getAttribute('aria-label')).toContain(
      'from 50.0 % at epoch 1 to 90.0 % at epoch 2',
    );
  });

  it('draws no curves as empty axes', () => {
    expectSound(trainingCurves(document, { panels: [{ title: 'Loss', curves: [] }] }));
  });

  it('refuses more models than it has colours', () => {
    const curves = Array.from({ length: 7 }, (_, index) => curve(String(index), [1]));
    expect(() => trainingCurves(document, { panels: [{ title: 'L', curves }] })).toThrow(
      'expected at most 6 models, got 7',
    );
  });
});
