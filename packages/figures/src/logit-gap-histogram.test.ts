import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../temper/test/support/matchers.ts';
import { expectSound, makeDocument, panelOf, texts } from '../test/support/drawn.ts';
import { logitGapHistogram, type LogitGapModel } from './logit-gap-histogram.ts';

const document = makeDocument();
const smoothed: LogitGapModel = {
  name: 'smoothed',
  histogram: { binEdges: [2, 3, 4, 5, 6], counts: [10, 0, 60, 30] },
  mean: 4.4,
  standardDeviation: 0.9,
  optimum: 4.5,
};
const hard: LogitGapModel = {
  name: 'hard',
  histogram: { binEdges: [-2, 8, 18], counts: [1, 3] },
  mean: 11,
  standardDeviation: 4,
  optimum: null,
};
const quantity = 'true logit − mean of the others';

/** The outline of a model's histogram from the lower left, as corners in pixels. */
function outline(panel: Element): [number, number][] {
  const d = panel.querySelector('.figure-histogram path')!.getAttribute('d')!;
  return d
    .match(/-?[\d.]+,-?[\d.]+/g)!
    .map((pair) => pair.split(',').map(Number) as [number, number]);
}

describe('logitGapHistogram', () => {
  it.each([800, 328])('draws shares to scale on one common axis at width %i', (width) => {
    const figure = logitGapHistogram(document, { models: [hard, smoothed], quantity }, { width });
    expectSound(figure);
    const corners = outline(panelOf(figure, 'smoothed'));
    const xs = [...new Set(corners.map(([x]) => x))].sort((a, b) => a - b);
    const floor = Math.max(...corners.map(([, y]) => y));
    const ceiling = Math.min(...corners.map(([, y]) => y));
    const unit = (xs.at(-1)! - xs[0]!) / 4;
    // Coordinates are drawn with two decimals.
    const tolerance = { rtol: 0, atol: 0.03 };
    expectAllClose(
      xs,
      [0, 1, 2, 3, 4].map((edge) => xs[0]! + edge * unit),
      tolerance,
    );
    const heightOver = (x: number): number =>
      floor - Math.min(...corners.filter(([at]) => Math.abs(at - x) < 0.05).map(([, y]) => y));
    // At an edge the outline has the greater of the two shares beside it.
    expectAllClose(
      xs.map((x) => heightOver(x) / (floor - ceiling)),
      [10 / 60, 10 / 60, 1, 1, 0.5],
      { rtol: 0, atol: 1e-3 },
    );
    const wide = outline(panelOf(figure, 'hard')).map(([x]) => x);
    expectAllClose([Math.max(...wide) - Math.min(...wide)], [20 * unit], { rtol: 0, atol: 0.1 });
  });

  it('marks the optimum where it lies, and none without smoothing', () => {
    const figure = logitGapHistogram(document, { models: [hard, smoothed], quantity });
    const panel = panelOf(figure, 'smoothed');
    const xs = outline(panel).map(([x]) => x);
    const [left, unit] = [Math.min(...xs), (Math.max(...xs) - Math.min(...xs)) / 4];
    const rule = panel.querySelector('.figure-optimum line')!;
    expect(Number(rule.getAttribute('x1'))).toBeCloseTo(left + 2.5 * unit, 1);
    const mean = /translate\(([\d.]+),/.exec(
      panel.querySelector('.figure-mean path')!.getAttribute('transform')!,
    )!;
    expect(Number(mean[1])).toBeCloseTo(left + 2.4 * unit, 1);
    expect(panelOf(figure, 'hard').querySelector('.figure-optimum')).toBeNull();
    expect(texts(figure)).toContain('optimum 4.50');
    expect(figure.getAttribute('aria-label')).toContain(
      'hard: mean 11.00, standard deviation 4.00, no finite optimum. smoothed: mean 4.40, standard deviation 0.90, optimum 4.50.',
    );
  });

  it('makes room for an optimum outside of the data', () => {
    const figure = logitGapHistogram(document, { models: [{ ...smoothed, optimum: 9 }], quantity });
    const panel = panelOf(figure, 'smoothed');
    const rule = Number(panel.querySelector('.figure-optimum line')!.getAttribute('x1'));
    expect(rule).toBeGreaterThan(Math.max(...outline(panel).map(([x]) => x)));
    const frame = panel.querySelector('rect')!;
    expect(rule).toBeLessThan(
      Number(frame.getAttribute('x')) + Number(frame.getAttribute('width')),
    );
  });

  it('names the quantity and explains its heights', () => {
    const figure = logitGapHistogram(document, { models: [smoothed], quantity });
    expect(texts(figure)).toContain(quantity);
    expect(texts(figure).join(' ')).toContain('shares of a model’s examples per bin');
    expect(texts(figure).join(' ')).toContain('bins of 1');
  });

  it.each([
    ['no examples', { histogram: { binEdges: [0, 1], counts: [0] } }],
    ['one edge too few', { histogram: { binEdges: [0, 1], counts: [1, 2] } }],
    ['edges that do not ascend', { histogram: { binEdges: [0, 1, 1], counts: [1, 2] } }],
    ['a mean that is not finite', { mean: NaN }],
    ['an optimum that is not finite', { optimum: Infinity }],
  ])('refuses %s', (_, change) => {
    const models = [{ ...smoothed, ...change }];
    expect(() => logitGapHistogram(document, { models, quantity })).toThrow(
      /logitGapHistogram: expected a finite mean .* for "smoothed"/,
    );
  });
});
