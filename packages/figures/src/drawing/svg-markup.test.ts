import { describe, expect, it } from 'vitest';
import { makeDocument } from '../../test/support/drawn.ts';
import { projectionPanels } from '../projection-panels.ts';
import { figureRoot, svgElement, svgText } from './svg-element.ts';
import { escapeMarkup, standaloneSvg, svgMarkup } from './svg-markup.ts';
import { paint } from './theme.ts';

const document = makeDocument();
const hostile = `<script>alert("1")</script> & 'α' \u0000\ud800 ]]>`;

function figure(text: string): SVGSVGElement {
  return figureRoot(document, {
    title: text,
    description: 'Nothing.',
    width: 100,
    height: 49.2,
    children: [
      svgText(document, text, { x: 1, y: 2.3456 }),
      svgElement(document, 'g', { id: text }),
    ],
  });
}

describe('escapeMarkup', () => {
  it('leaves nothing that could end text or an attribute, or that XML cannot hold', () => {
    expect(escapeMarkup(hostile)).toBe(
      `&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 'α' \ufffd\ufffd ]]&gt;`,
    );
    expect(escapeMarkup('a\n\t𠀀')).toBe('a\n\t𠀀');
  });
});

describe('svgMarkup', () => {
  it('writes elements, attributes and text, escaped, with rounded coordinates', () => {
    const text = svgText(document, 'a < b', { x: 1, y: 2.3456 });
    expect(svgMarkup(text)).toMatch(/^<text [^>]*y="2.35"[^>]*>a &lt; b<\/text>$/);
    expect(svgMarkup(svgElement(document, 'g', { id: '"' }))).toBe('<g id="&quot;"/>');
  });

  it('lets no name out of its place', () => {
    expect(svgMarkup(figure(hostile))).not.toMatch(/<script|\u0000|\ud800(?![\udc00-\udfff])/);
  });
});

describe('standaloneSvg', () => {
  it.each(['light', 'dark'] as const)('holds all that a file needs, with %s colours', (scheme) => {
    const svg = standaloneSvg(figure('Title & more'), { scheme });
    expect(svg).not.toContain('var(');
    expect(svg).toContain('<title>Title &amp; more</title>');
    expect(svg).toContain('font-family="DejaVu Sans, Verdana, sans-serif"');
    expect(svg).toContain(`fill="${scheme === 'light' ? '#ffffff' : '#14171b'}"`);
    const opening = svg.slice(0, svg.indexOf('>'));
    expect(opening).toContain('xmlns="http://www.w3.org/2000/svg"');
    // 100 × 50 (heights are rounded up) with a margin of 16 all around.
    expect(opening).toContain('width="132" height="82" viewBox="-16 -16 132 82"');
    for (const name of ['width', 'height', 'viewBox']) {
      expect(opening.match(new RegExp(` ${name}=`, 'g'))).toHaveLength(1);
    }
  });

  it('draws nothing that needs a style sheet, an id or another file', () => {
    const svg = standaloneSvg(
      projectionPanels(document, {
        classes: [{ label: 0, name: hostile }],
        rows: [hostile],
        columns: [hostile],
        panels: [{ row: hostile, column: hostile, points: [{ x: 0, y: 0, label: 0 }] }],
      }),
      { scheme: 'light' },
    );
    expect(svg).not.toMatch(/<style|currentColor|url\(|href|<script| id=/);
    expect(svg).toContain(paint('ink').slice(-8, -1));
  });
});
