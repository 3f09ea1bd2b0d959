import { describe, expect, it } from 'vitest';
import { expectSound, makeDocument, panelOf, texts } from '../test/support/drawn.ts';
import { riskCoverageCurve } from './risk-coverage-curve.ts';
import type { RiskCoverageLine } from './risk-coverage-data.ts';

const document = makeDocument();

function curve(...points: readonly (readonly [number, number])[]): RiskCoverageLine['curve'] {
  return {
    coverages: Float64Array.from(points, ([coverage]) => coverage),
    risks: Float64Array.from(points, ([, risk]) => risk),
  };
}

const straight = curve([0.25, 0.1], [0.5, 0.2], [1, 0.4]);
const bent = curve([0.5, 0], [1, 0.4]);

/** The numbers of a line's path, in pixels of its panel. */
function pathsOf(figure: Element, className: string): number[][] {
  const panel = panelOf(figure, 'risk and coverage');
  return [...panel.querySelectorAll(`.${className} path`)].map((path) =>
    path
      .getAttribute('d')!
      .match(/-?[\d.]+/g)!
      .map(Number),
  );
}

describe('riskCoverageCurve', () => {
  it('draws risk to scale over coverage', () => {
    const lines = [
      { name: 'a', curve: straight },
      { name: 'b', curve: bent },
    ];
    const figure = riskCoverageCurve(document, { lines }, { width: 800 });
    expectSound(figure);
    const [a, b] = pathsOf(figure, 'figure-curve');
    const [x1, y1, x2, y2, x3, y3] = a as [number, number, number, number, number, number];
    // Coordinates are drawn with two decimals.
    expect(x3 - x2).toBeCloseTo(2 * (x2 - x1), 1);
    expect(y3 - y2).toBeCloseTo(2 * (y2 - y1), 1);
    expect(b).toEqual([x2, expect.closeTo(y1 + (y1 - y2), 1), x3, y3]);
  });

  it('names each line with its area, in its colour and stroke', () => {
    const lines = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      name,
      curve: bent,
      aurc: 0.12345,
    }));
    for (const width of [760, 328]) {
      const figure = riskCoverageCurve(document, { lines }, { width });
      expectSound(figure);
      const key = figure.querySelector('.figure-legend')!;
      for (const { name } of lines) expect(key.textContent).toContain(`${name} (AURC 0.1235)`);
      const styles = (root: Element, selector: string): string[] =>
        [...root.querySelectorAll(selector)].map(
          (each) =>
            `${each.getAttribute('stroke')!} ${each.getAttribute('stroke-dasharray') ?? ''}`,
        );
      const drawn = styles(figure, '.figure-curve');
      expect(styles(key, 'line')).toEqual(drawn);
      expect(new Set(drawn.map((style) => style.split(' ')[1])).size).toBe(6);
      expect(new Set(drawn).size).toBe(6);
    }
  });

  it('draws the ideal dashed beneath the lines, in the colour of its line', () => {
    const lines = [
      { name: 'a', curve: straight },
      { name: 'b', curve: straight },
    ];
    const ideals = [{ curve: bent, of: 'b' }, { curve: bent }];
    const figure = riskCoverageCurve(document, { lines, ideals });
    expectSound(figure);
    const marks = [...figure.querySelectorAll('.figure-ideal, .figure-curve')];
    expect(marks.map((mark) => mark.getAttribute('class'))).toEqual([
      'figure-ideal',
      'figure-ideal',
      'figure-curve',
      'figure-curve',
    ]);
    expect(marks[0]!.getAttribute('stroke')).toBe(marks[3]!.getAttribute('stroke'));
    expect(marks[0]!.getAttribute('stroke-dasharray')).toBe('5 4');
    expect(texts(figure)).toContain('ideal ordering');
  });

  it('does not let the surest few stretch the axis, and says so', () => {
    const wild = curve([0.001, 1], [0.01, 0.1], [0.5, 0.1], [1, 0.2]);
    const figure = riskCoverageCurve(document, { lines: [{ name: 'a', curve: wild }] });
    expectSound(figure);
    const [path] = pathsOf(figure, 'figure-curve');
    const frameTop = 60;
    // The line starts on the frame, between its first two points.
    expect(path![1]).toBeCloseTo(frameTop, 1);
    expect(path).toHaveLength(8);
    expect(texts(figure).join(' ')).toContain('begins above the axis');
    const calm = riskCoverageCurve(document, { lines: [{ name: 'a', curve: straight }] });
    expect(calm.querySelector('.figure-notes')).toBeNull();
  });

  it('says in words what is to be seen', () => {
    const lines = [{ name: 'a', curve: straight, aurc: 0.2 }];
    expect(riskCoverageCurve(document, { lines }).getAttribute('aria-label')).toBe(
      'Risk (error rate) against coverage of a. a (AURC 0.2000): risk 0.200 at 50 %, 0.320 at 80 %, 0.400 at 100 % coverage.',
    );
  });

  it('draws a model without errors, and one with a single threshold', () => {
    for (const only of [curve([0.5, 0], [1, 0]), curve([1, 0.3])]) {
      const figure = riskCoverageCurve(document, { lines: [{ name: 'a', curve: only }] });
      expectSound(figure);
      expect(texts(figure)).toContain('coverage');
    }
  });

  it('refuses what it cannot draw', () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ name: String(i), curve: bent }));
    for (const lines of [[], many]) {
      expect(() => riskCoverageCurve(document, { lines })).toThrow(
        `expected 1 to 6 lines, got ${lines.length}`,
      );
    }
    expect(() =>
      riskCoverageCurve(document, { lines: many.slice(0, 1), ideals: [{ curve: bent, of: 'x' }] }),
    ).toThrow('expected an ideal of one of the lines, got "x"');
    for (const wrong of [curve(), curve([0.5, 0.1], [0.5, 0.2]), curve([1, NaN]), curve([2, 0])]) {
      expect(() => riskCoverageCurve(document, { lines: [{ name: 'a', curve: wrong }] })).toThrow(
        'risks of at least 0 for "a"',
      );
    }
  });
});
