import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../temper/test/support/matchers.ts';
import { expectSound, makeDocument, panelOf, positions, texts } from '../test/support/drawn.ts';
import type { ReliabilityBin } from 'temper';
import type { ReliabilityData, ReliabilityPanel } from './reliability-data.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

const document = makeDocument();
const convention = 'ECE over 4 equal-width bins (lo, hi] of the top label';

function bin(
  index: number,
  filled?: Pick<ReliabilityBin, 'count' | 'meanConfidence' | 'accuracy'>,
): ReliabilityBin {
  const empty = { count: 0, meanConfidence: null, accuracy: null };
  return { lower: index / 4, upper: (index + 1) / 4, ...empty, ...filled };
}
const hard: ReliabilityPanel = {
  name: 'hard',
  diagram: {
    numBins: 4,
    count: 1105,
    bins: [
      bin(0),
      bin(1, { count: 5, meanConfidence: 0.4, accuracy: 0 }),
      bin(2, { count: 100, meanConfidence: 0.6, accuracy: 0.5 }),
      bin(3, { count: 1000, meanConfidence: 0.9, accuracy: 1 }),
    ],
  },
  calibrationError: { value: 0.1013574, interval: { lower: 0.0904, upper: 0.1112 } },
};
const data: ReliabilityData = { panels: [hard], convention };

describe('reliabilityDiagram', () => {
  it('draws each bin with examples at its confidence and accuracy, on equal unit axes', () => {
    const figure = reliabilityDiagram(document, data);
    expectSound(figure);
    const panel = panelOf(figure, 'hard');
    const frame = [...panel.querySelectorAll('rect')].find(
      (rect) =>
        rect.getAttribute('fill') === 'none' || rect.parentElement?.getAttribute('fill') === 'none',
    )!;
    const [left, top, width, height] = ['x', 'y', 'width', 'height'].map((name) =>
      Number(frame.getAttribute(name)),
    );
    expect(width).toBe(height);
    const marks = positions(panel, '.figure-bins').sort((a, b) => a.x - b.x);
    expectAllClose(
      marks.flatMap(({ x, y }) => [(x - left!) / width!, (top! + height! - y) / height!]),
      [0.4, 0, 0.6, 0.5, 0.9, 1],
      // Coordinates are drawn with two decimals.
      { rtol: 0, atol: 1e-4 },
    );
  });

  it('joins each dot to the diagonal', () => {
    const panel = panelOf(reliabilityDiagram(document, data), 'hard');
    const marks = positions(panel, '.figure-bins').sort((a, b) => a.x - b.x);
    const gaps = [...panel.querySelectorAll('.figure-gap path')].map((path) =>
      path
        .getAttribute('d')!
        .match(/[\d.]+/g)!
        .map(Number),
    );
    const [[diagonalX, diagonalY]] = [
      panel
        .querySelector('.figure-diagonal path')!
        .getAttribute('d')!
        .match(/[\d.]+/g)!
        .map(Number),
    ] as [number[]];
    expect(gaps).toHaveLength(3);
    gaps.forEach(([x1, y1, x2, y2], index) => {
      expect(x2).toBe(x1);
      // On the diagonal, as far right of its lower left end as above it.
      expect(x1! - diagonalX!).toBeCloseTo(diagonalY! - y1!, 1);
      expect([x2, y2]).toEqual([marks[index]!.x, marks[index]!.y]);
    });
  });

  it('counts each bin with examples beneath, one example of many thousand included', () => {
    const bins = [
      bin(1, { count: 1, meanConfidence: 0.4, accuracy: 0 }),
      bin(3, { count: 60_000, meanConfidence: 0.9, accuracy: 0.9 }),
    ];
    const panels = [{ name: 'm', diagram: { numBins: 4, count: 60_001, bins } }];
    const figure = reliabilityDiagram(document, { panels, convention });
    expectSound(figure);
    const bars = [...panelOf(figure, 'm, examples').querySelectorAll('.figure-counts rect')];
    const heights = bars.map((bar) => Number(bar.getAttribute('height')));
    expect(heights).toHaveLength(2);
    expect(heights[0]).toBeGreaterThan(2);
    // Logarithmic from 0.5: log(1/0.5) against log(60000/0.5).
    expect(heights[1]! / heights[0]!).toBeCloseTo(16.87, 1);
    expect(texts(figure)).toContain('10k');
  });

  it('tells over- from under-confident bins by colour and marks bins of few examples as hollow', () => {
    const panel = panelOf(reliabilityDiagram(document, data), 'hard');
    const gaps = [...panel.querySelectorAll('.figure-gap path')].map((gap) =>
      gap.getAttribute('stroke'),
    );
    expect(gaps[0]).toBe(gaps[1]);
    expect(gaps[2]).not.toBe(gaps[0]);
    const hollow = [...panel.querySelectorAll('.figure-bins')].filter((group) =>
      group.getAttribute('fill')?.includes('background'),
    );
    expect(hollow.flatMap((group) => [...group.children])).toHaveLength(1);
  });

  it('prints the error with its interval and convention, and says the finding in words', () => {
    const figure = reliabilityDiagram(document, data);
    expect(texts(figure).join(' ')).toContain('ECE 0.101 [0.090,\u00a00.111]');
    expect(texts(figure).join(' ')).toContain(convention);
    expect(figure.getAttribute('aria-label')).toContain(
      'over-confident in 2 of 3 bins with examples; widest gap 0.40 at confidence 0.40 (5 of 1105 examples).',
    );
  });

  it('draws the band of every bin with examples between its ends, and says what it is', () => {
    const bins = [
      null,
      { lower: 0, upper: 0.8 },
      { lower: 0.5, upper: 0.75 },
      { lower: 0.875, upper: 0.925 },
    ];
    const panels = [{ ...hard, band: { level: 0.95, bins } }];
    const figure = reliabilityDiagram(document, { panels, convention });
    expectSound(figure);
    const boxes = [...panelOf(figure, 'hard').querySelectorAll('.figure-band rect')];
    const heights = boxes.map((box) => Number(box.getAttribute('height')));
    expect(boxes).toHaveLength(3);
    expectAllClose(
      heights.map((height) => height / heights[0]!),
      [1, 0.25 / 0.8, 0.05 / 0.8],
      { rtol: 0, atol: 1e-3 },
    );
    expect(texts(figure).join(' ')).toContain('95 % by chance, if calibrated');
    expect(texts(reliabilityDiagram(document, data)).join(' ')).not.toContain('by chance');
  });

  it('refuses a band of other bins', () => {
    const panels = [{ ...hard, band: { level: 0.95, bins: [null] } }];
    expect(() => reliabilityDiagram(document, { panels, convention })).toThrow(
      'expected a band of 4 bins for "hard", got 1',
    );
  });

  it('prints no error that it was not given', () => {
    const panels = [{ name: 'plain', diagram: hard.diagram }];
    const figure = reliabilityDiagram(document, { panels, convention: 'four bins' });
    expect(texts(figure).join(' ')).not.toContain('ECE');
  });

  it.each([
    [800, 1],
    [328, 2],
  ])('stands four models at width %i in %i lines', (width, lines) => {
    const panels = ['a', 'b', 'c', 'd'].map((name) => ({ ...hard, name }));
    const figure = reliabilityDiagram(document, { panels, convention }, { width });
    expectSound(figure);
    const tops = panels.map(
      ({ name }) => panelOf(figure, name).getAttribute('transform')!.split(',')[1],
    );
    expect(new Set(tops).size).toBe(lines);
  });

  it('draws a model without examples empty', () => {
    const panels = [{ name: 'none', diagram: { numBins: 4, count: 0, bins: [bin(0)] } }];
    const figure = reliabilityDiagram(document, { panels, convention });
    expectSound(figure);
    expect(positions(panelOf(figure, 'none'), '.figure-bins')).toEqual([]);
    expect(figure.getAttribute('aria-label')).toContain('none: no examples');
  });

  it.each([null, NaN, 1.2])('refuses a bin with examples whose accuracy is %s', (accuracy) => {
    const bins = [bin(0, { count: 3, meanConfidence: 0.1, accuracy })];
    const panels = [{ name: 'bad', diagram: { numBins: 4, count: 3, bins } }];
    expect(() => reliabilityDiagram(document, { panels, convention })).toThrow(
      /expected confidence and accuracy in \[0, 1\] for the 3 examples of "bad" in \(0, 0.25\]/,
    );
  });
});
