import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
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

  describe('with a gallery', () => {
    const items = Array.from({ length: 30 }, (_, i) => ({
      name: i === 29 ? hostile : `class ${i}`,
      notes: ['error 1 %', `${i} examples`],
      svg: '<svg viewBox="0 0 1 1"></svg>',
    }));
    const gallery = { caption: 'The worst first.', noun: 'classes', items, downloads: [] };
    const withGallery = reportPage({
      ...content,
      sections: [{ heading: 'Classes', paragraphs: [], gallery }],
    });
    const shown = parse(withGallery);

    it('shows the first pictures, and all others behind a summary that needs no script', () => {
      expect(shown.querySelectorAll('.gallery > ul > li')).toHaveLength(24);
      expect(shown.querySelectorAll('.gallery details li')).toHaveLength(6);
      expect(textsOf(shown, '.gallery summary')).toEqual(['The other 6 classes']);
      expect(textsOf(shown, '.gallery li span').slice(0, 2)).toEqual([
        'error 1\u00a0%',
        '0 examples',
      ]);
      expect(textsOf(shown, '.gallery b').at(-1)).toBe(hostile);
      expect(shown.querySelector('.search')!.hasAttribute('hidden')).toBe(true);
    });

    it('allows its one script by its hash, and no other', () => {
      const scripts = [...withGallery.matchAll(/<script>([^]*?)<\/script>/g)];
      expect(scripts).toHaveLength(1);
      const hash = createHash('sha256').update(scripts[0]![1]!).digest('base64');
      const policy = shown.querySelector('meta[http-equiv="Content-Security-Policy"]')!;
      expect(policy.getAttribute('content')).toBe(
        `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'`,
      );
    });

    it('finds pictures by name among all of them, and goes back when nothing is searched for', () => {
      const script = /<script>([^]*?)<\/script>/.exec(withGallery)![1]!;
      const live = parse(withGallery);
      // The script of the page, run on a document of its own.
      runInNewContext(script, { document: live });
      const field = live.querySelector('input[type=search]') as HTMLInputElement;
      const search = (text: string): string[] => {
        field.value = text;
        field.dispatchEvent(new (live.defaultView as unknown as typeof globalThis).Event('input'));
        return [...live.querySelectorAll('.gallery li')].flatMap((item) =>
          (item as HTMLElement).hidden ? [] : [item.querySelector('b')!.textContent],
        );
      };
      const rest = live.querySelector('details')!;
      expect((live.querySelector('.search') as HTMLElement).hidden).toBe(false);
      expect(search(' CLASS 2 ').slice(0, 2)).toEqual(['class 2', 'class 20']);
      expect(search('class 28')).toEqual(['class 28']);
      expect(rest.open).toBe(true);
      expect(live.querySelector('output')!.textContent).toBe('1 of 30');
      expect(search('nowhere')).toEqual([]);
      expect(search('')).toHaveLength(30);
      expect(rest.open).toBe(false);
      expect(live.querySelector('output')!.textContent).toBe('');
    });
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
