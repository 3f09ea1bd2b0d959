import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { ReportContent, ReportSection } from './report-content.ts';
import { reportPage } from './report-page.ts';

const hostile = `<script>alert("x")</script><img src='http://a.example/'> & "quoted" 'α'`;
const figure = {
  id: 'loss',
  caption: 'The loss falls.',
  svgWide: '<svg role="img" width="760"></svg>',
  svgNarrow: '<svg role="img" width="328"></svg>',
  downloads: [
    { label: 'SVG', fileName: 'loss.svg', mediaType: 'image/svg+xml', data: '<svg>α</svg>' },
    {
      label: 'PNG',
      fileName: 'loss.png',
      mediaType: 'image/png',
      data: Uint8Array.of(0, 128, 255),
    },
  ],
};
const table = {
  caption: 'Numbers.',
  columns: [{ header: 'Model' }, { header: 'ECE, 15 bins', numeric: true }],
  rows: [
    ['hard "labels"', 0.041],
    ['smoothed', null],
  ],
};
const content: ReportContent = {
  title: 'What smoothing did',
  lead: ['It helped.', 'T = 1.6 helps too.'],
  sections: [
    { heading: 'Training', paragraphs: ['First.', 'Second.'], figure, table },
    { heading: 'Words only', paragraphs: [] },
    { heading: 'Again', paragraphs: [], figure: { ...figure, id: 'again' }, table },
  ],
  footer: { command: 'npx temper tour --seed 0', versions: { node: '20.20.0' }, seeds: [0, 1] },
};

function parse(page: string): Document {
  return new DOMParser().parseFromString(page, 'text/html') as unknown as Document;
}
function textsOf(page: Document, selector: string): string[] {
  return [...page.querySelectorAll(selector)].map((element) => element.textContent.trim());
}
function decoded(link: Element): Buffer {
  return Buffer.from(link.getAttribute('href')!.split(';base64,')[1]!, 'base64');
}

describe('reportPage', () => {
  const source = reportPage(content);
  const page = parse(source);

  it('is one document that asks for nothing and runs nothing', () => {
    expect(source.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(source).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/i);
    expect(page.querySelectorAll('script, link, img, iframe, base')).toHaveLength(0);
    const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')!;
    expect(policy.getAttribute('content')).toContain("default-src 'none'");
    for (const link of page.querySelectorAll('a')) {
      expect(link.getAttribute('href')).toMatch(/^(#|data:)/);
    }
  });

  it('has the outline of a page: title, findings, sections under headings, a way to skip ahead', () => {
    expect(page.title).toBe('What smoothing did');
    expect(textsOf(page, 'h1')).toEqual(['What smoothing did']);
    expect(textsOf(page, '.findings li')).toEqual(['It helped.', 'T\u00a0=\u00a01.6 helps too.']);
    expect(textsOf(page, 'main h2')).toEqual(['Training', 'Words only', 'Again']);
    expect(textsOf(page, 'nav a')).toEqual(['Training', 'Words only', 'Again']);
    expect(page.querySelector('body > *')!.getAttribute('href')).toBe('#content');
    const targets = [...page.querySelectorAll('a[href^="#"]')].map((link) =>
      page.getElementById(link.getAttribute('href')!.slice(1)),
    );
    expect(targets).not.toContain(null);
  });

  it('gives every id once and refers only to ids that exist', () => {
    const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const element of page.querySelectorAll('[aria-labelledby]')) {
      expect(ids).toContain(element.getAttribute('aria-labelledby'));
    }
  });

  it('numbers figures and tables, and shows both layouts of a figure', () => {
    expect(textsOf(page, 'figcaption b')).toEqual(['Figure 1.', 'Figure 2.']);
    expect(textsOf(page, '.caption b')).toEqual(['Table 1.', 'Table 2.']);
    const first = page.querySelector('figure')!;
    expect(first.querySelector('.wide svg')!.getAttribute('width')).toBe('760');
    expect(first.querySelector('.narrow svg')!.getAttribute('width')).toBe('328');
  });

  it('shows one layout where there is one', () => {
    const { svgNarrow: _, ...wideOnly } = figure;
    const sections = [{ heading: 'A', paragraphs: [], figure: wideOnly }];
    const single = parse(reportPage({ ...content, sections }));
    expect(single.querySelector('.drawing')!.children).toHaveLength(1);
    expect(single.querySelector('nav')).toBeNull();
  });

  it('writes tables with headers for columns and rows', () => {
    const first = page.querySelector('table')!;
    expect(
      [...first.querySelectorAll('thead th')].map((cell) => cell.getAttribute('scope')),
    ).toEqual(['col', 'col']);
    expect([...first.querySelectorAll('tbody th')].map((cell) => cell.textContent)).toEqual([
      'hard "labels"',
      'smoothed',
    ]);
    expect(
      [...first.querySelectorAll('td')].map((cell) => [cell.textContent, cell.className]),
    ).toEqual([
      ['0.041', 'numeric'],
      ['–', 'numeric'],
    ]);
  });

  it('links a cell to a file beside it, and keeps its text in the CSV', () => {
    const linked = {
      ...table,
      rows: [['run', { text: '3f40 <b>', href: '../../train/3f40/"report".html' }]],
    };
    const sections = [{ heading: 'Runs', paragraphs: [], table: linked }];
    const runs = parse(reportPage({ ...content, sections }));
    const link = runs.querySelector('td a')!;
    expect(link.getAttribute('href')).toBe('../../train/3f40/"report".html');
    expect(link.textContent).toBe('3f40 <b>');
    const csv = decoded(runs.querySelector('.downloads a')!).toString();
    expect(csv).toContain('run,3f40 <b>\r\n');
  });

  it('carries its downloads, bytes for bytes', () => {
    const [svg, png] = [...page.querySelectorAll('figure .downloads a')];
    expect(decoded(svg!).toString('utf8')).toBe('<svg>α</svg>');
    expect(svg!.getAttribute('download')).toBe('loss.svg');
    expect([...decoded(png!)]).toEqual([0, 128, 255]);
    expect(png!.getAttribute('href')).toMatch(/^data:image\/png;base64,/);
    const csv = page.querySelector('a[download="table-1.csv"]')!;
    expect(decoded(csv).toString('utf8')).toBe(
      'Model,"ECE, 15 bins"\r\n"hard ""labels""",0.041\r\nsmoothed,\r\n',
    );
  });

  it('says how to repeat it', () => {
    expect(textsOf(page, 'footer code')).toEqual(['npx temper tour --seed 0']);
    expect(textsOf(page, 'footer dt')).toEqual(['Seeds', 'node']);
    expect(textsOf(page, 'footer dd')).toEqual(['0, 1', '20.20.0']);
  });

  it('shows hostile text as text, wherever it stands', () => {
    const section: ReportSection = {
      heading: hostile,
      paragraphs: [hostile],
      figure: {
        ...figure,
        caption: hostile,
        downloads: [{ ...figure.downloads[0]!, label: hostile, fileName: hostile }],
      },
      table: {
        caption: hostile,
        columns: [{ header: hostile }, { header: hostile }],
        rows: [[hostile, hostile]],
      },
    };
    const report = reportPage({
      title: hostile,
      lead: [hostile],
      sections: [section, section],
      footer: { command: hostile, versions: { [hostile]: hostile }, seeds: [] },
    });
    expect(report).not.toMatch(/<(script|img)/);
    const shown = parse(report);
    for (const selector of [
      'h1',
      'h2',
      '.findings li',
      'main p:not(.downloads, .caption)',
      'th',
      'td',
      'code',
      'dd',
      '.downloads a',
    ]) {
      expect(textsOf(shown, selector)[0], selector).toBe(hostile);
    }
    expect(shown.querySelector('.downloads a')!.getAttribute('download')).toBe(hostile);
  });
});
