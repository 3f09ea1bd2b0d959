import { logitGapHistogram, projectionPanels, trainingCurves } from '@temper/figures';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderFigure, reportPage, type ReportContent } from '../../src/report/index.ts';

const executablePath = [
  process.env['TEMPER_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));

const classes = ['three', 'eight', 'one'].map((name, label) => ({ name, label }));
const points = classes.flatMap(({ label }) => [
  { x: label, y: label ** 2, label },
  { x: label + 0.5, y: -label, label },
]);
const projection = {
  classes,
  rows: ['hard', 'smoothed'],
  columns: ['training', 'validation'],
  panels: [{ row: 'hard', column: 'training', points, templates: points.filter((_, i) => i % 2) }],
};
const curves = {
  panels: [
    {
      title: 'Negative log-likelihood, nats',
      curves: ['hard labels', 'label smoothing'].map((series) => ({
        series,
        variant: 'validation',
        points: [1, 2, 3].map((epoch) => ({ epoch, value: 1 / epoch })),
      })),
    },
  ],
};
const histogram = { binEdges: [0, 1, 2, 3], counts: [1, 5, 2] };
const gaps = {
  quantity: 'true logit − mean of the others',
  models: [{ name: 'hard', histogram, mean: 1.6, standardDeviation: 0.5, optimum: 4.51 }],
};
const columns = ['Model', ...Array.from({ length: 9 }, (_, i) => `Measure ${i}`)];

function content(): ReportContent {
  const table = {
    caption: 'Many numbers, wider than any phone.',
    columns: columns.map((header) => ({ header })),
    rows: [columns.map((_, i) => (i === 0 ? 'a model' : 0.123456))],
  };
  const figures = [
    renderFigure({
      id: 'projection',
      caption: 'A',
      data: projection,
      draw: (d, o) => projectionPanels(d, projection, o),
    }),
    renderFigure({
      id: 'curves',
      caption: 'B',
      data: curves,
      draw: (d, o) => trainingCurves(d, curves, o),
    }),
    renderFigure({
      id: 'gaps',
      caption: 'C',
      data: gaps,
      draw: (d, o) => logitGapHistogram(d, gaps, o),
    }),
  ];
  return {
    title: 'A report',
    lead: ['Found.'],
    sections: figures.map((figure) => ({
      heading: figure.id,
      paragraphs: ['Text.'],
      figure,
      table,
    })),
    footer: {
      command: `npx temper tour --out ${'long/'.repeat(40)}`,
      versions: { node: '20' },
      seeds: [0],
    },
  };
}

describe.skipIf(executablePath === undefined)('the report in a browser (needs Chromium)', () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'temper-report-'));
    await writeFile(join(folder, 'report.html'), reportPage(content()));
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** What pages asked the network for or complained about, the policy against both included. */
  const problems: string[] = [];
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(problems.splice(0)).toEqual([]);
  });

  async function open(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const address = pathToFileURL(join(folder, 'report.html')).href;
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== address) problems.push(request.url());
    });
    await page.goto(address);
    return page;
  }
  const background = (page: Page): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it.each([320, 360, 768, 1280])('never scrolls sideways at width %i', async (width) => {
    const page = await open(width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  it.each([360, 700, 1280])(
    'sets no text over another or beyond its figure at width %i',
    async (width) => {
      const page = await open(width);
      const clashes = await page.evaluate(() =>
        [...document.querySelectorAll('svg')]
          .filter((svg) => svg.checkVisibility())
          .flatMap((svg) => {
            const { left, right } = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')].map((text) => ({
              text: text.textContent,
              box: text.getBoundingClientRect(),
            }));
            return texts.flatMap(({ text, box }, index) => [
              ...(box.left < left - 0.5 || box.right > right + 0.5 ? [`${text} sticks out`] : []),
              ...texts
                .slice(index + 1)
                .filter(
                  ({ box: other }) =>
                    Math.min(box.right, other.right) - Math.max(box.left, other.left) > 0.5 &&
                    // Boxes of lines set one under the other may touch; letters do not fill them.
                    Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3,
                )
                .map((other) => `${text} on ${other.text}`),
            ]);
          }),
      );
      expect(clashes).toEqual([]);
    },
  );

  it.each([
    [360, 3, 0],
    [1280, 0, 3],
  ])('shows one layout of each figure at width %i', async (width, narrow, wide) => {
    const page = await open(width);
    expect(await page.locator('.narrow svg').filter({ visible: true }).count()).toBe(narrow);
    expect(await page.locator('.wide svg').filter({ visible: true }).count()).toBe(wide);
  });

  it('scrolls a wide table inside its own box', async () => {
    const page = await open(360);
    const box = page.locator('.table-box').first();
    const [inside, outside] = await box.evaluate((element) => [
      element.scrollWidth,
      element.clientWidth,
    ]);
    expect(inside).toBeGreaterThan(outside);
  });

  it('follows the preference of the reader, and the keyboard over it', async () => {
    const page = await open(800, 'dark');
    expect(await background(page)).toBe('rgb(20, 23, 27)');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the report');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#scheme-light').isChecked()).toBe(true);
    expect(await background(page)).toBe('rgb(255, 255, 255)');
    await page.keyboard.press('ArrowRight');
    expect(await background(page)).toBe('rgb(20, 23, 27)');
    const ink = await page
      .locator('.figure-legend text')
      .first()
      .evaluate((text) => getComputedStyle(text).fill);
    expect(ink).toBe('rgb(233, 235, 238)');
  });

  it('prints in ink on paper, without controls', async () => {
    const page = await open(800, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await background(page)).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.scheme').isVisible()).toBe(false);
    expect(await page.locator('.wide svg').filter({ visible: true }).count()).toBe(3);
  });
});
