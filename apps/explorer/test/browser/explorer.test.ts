import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import {
  accuracy,
  calibrationErrorInterval,
  confidencesOf,
  expectedCalibrationError,
  fitTemperature,
  negativeLogLikelihood,
  reliabilityDiagram,
} from 'temper';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeExamplePredictions } from './example-predictions.ts';
import { serveExplorer, type ServedExplorer } from './serve-explorer.ts';

const executablePath = '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const example = makeExamplePredictions(1);
const upload = {
  name: 'predictions-test.npz',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(example.bytes),
};

/** What the library says of the example, as the page writes it. */
function expectedColumn(temperature: number): string[] {
  const { confidences, correct } = confidencesOf(example.predictions, { temperature });
  const right = accuracy(correct);
  const nll = negativeLogLikelihood(example.predictions, { temperature });
  const margin = 1.959964 * nll.standardError!;
  const ece = expectedCalibrationError(reliabilityDiagram({ confidences, correct }));
  const eceInterval = calibrationErrorInterval({ confidences, correct });
  const percent = (value: number): string => (value * 100).toFixed(2);
  return [
    `${percent(right.mean)} %[${percent(right.interval.lower)}, ${percent(right.interval.upper)}]`,
    `${nll.mean.toFixed(4)}[${(nll.mean - margin).toFixed(4)}, ${(nll.mean + margin).toFixed(4)}]`,
    `${ece.toFixed(4)}[${eceInterval.lower.toFixed(4)}, ${eceInterval.upper.toFixed(4)}]`,
  ];
}

describe.skipIf(!existsSync(executablePath))(`the explorer in ${executablePath}`, () => {
  let served: ServedExplorer;
  let browser: Browser;
  let page: Page;
  /** What must not happen: errors and warnings of the page, and requests that leave this machine. */
  let faults: string[];

  beforeAll(async () => {
    served = await serveExplorer();
    browser = await chromium.launch({ executablePath, args: flags });
  });

  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  beforeEach(async () => {
    faults = [];
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'data:' && hostname !== '127.0.0.1') faults.push(`sent: ${request.url()}`);
      if (request.method() !== 'GET') faults.push(`${request.method()} ${request.url()}`);
    });
    await page.goto(served.url);
  });

  afterEach(async () => {
    await page.close();
    expect(faults).toEqual([]);
  });

  const slider = (): Locator => page.getByRole('slider', { name: 'Temperature' });
  const picture = (name: RegExp): Locator => page.getByRole('img', { name });

  async function openExample(): Promise<void> {
    await page.getByLabel('Choose a file').setInputFiles(upload);
    await page.getByRole('heading', { name: upload.name }).waitFor();
  }

  /** The scores in a column of the table, once they are those of a temperature and complete. */
  async function columnOf(name: RegExp, column: number): Promise<string[]> {
    await page.getByRole('columnheader', { name }).waitFor();
    const cells = page.locator(`.scores tbody td:nth-child(${column})`);
    await cells.filter({ hasText: '…' }).waitFor({ state: 'detached' });
    return cells.allInnerTexts().then((texts) => texts.map((text) => text.replace(/\n/g, '')));
  }

  test('is built without the engine, ONNX and schemas, and stays small', () => {
    const own = [...served.modules].filter((name) => name.includes('/packages/temper/src/'));
    expect(own.map((name) => name.replace(/.*\/src\//, ''))).toContain('formats/npz.ts');
    expect(own.filter((name) => !/\/src\/(analysis|formats|tensor|base)\//.test(name))).toEqual([]);
    const foreign = /protobuf|onnx|node_modules\/zod/;
    expect([...served.modules].filter((name) => foreign.test(name))).toEqual([]);
    const code = [...served.files].filter(([name]) => name.endsWith('.js'));
    expect(code).toHaveLength(2);
    const size = code.reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThan(200_000);
  });

  test('shows the numbers of the library', async () => {
    await openExample();
    expect(await page.getByText('600 examples, 5 classes').innerText()).toContain('first 200');
    expect(await columnOf(/T = 1 as saved/, 2)).toEqual(expectedColumn(1));
    expect(await page.title()).toContain(upload.name);
  });

  test('follows the slider, moved by keyboard, in numbers, picture and address', async () => {
    await openExample();
    const before = await picture(/^Reliability of T = 1; T = 1/).getAttribute('aria-label');
    await slider().focus();
    for (let press = 0; press < 10; press++) await page.keyboard.press('ArrowRight');
    // Ten steps of a hundredth of a decade.
    const temperature = 1.25893;
    expect(await columnOf(/T = 1\.259 chosen/, 3)).toEqual(expectedColumn(temperature));
    expect(await columnOf(/T = 1 as saved/, 2)).toEqual(expectedColumn(1));
    expect(await slider().getAttribute('aria-valuetext')).toBe('T = 1.259');
    const after = await picture(/^Reliability of T = 1; T = 1\.259/).getAttribute('aria-label');
    expect(after).not.toBe(before);
    await page.waitForURL(/#temperature=1\.25893$/);
  });

  test('sets the fitted temperature, and says that it is in-sample', async () => {
    const { temperature } = fitTemperature(example.predictions);
    const rounded = Number(temperature.toPrecision(6));
    await openExample();
    const button = page.getByRole('button', { name: 'Fitted in-sample' });
    expect(await button.innerText()).toBe(`Fitted in-sample, T = ${temperature.toFixed(3)}`);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await columnOf(/fitted in-sample/, 3)).toEqual(expectedColumn(rounded));
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await page.waitForURL(`**/#temperature=${rounded}`);
  });

  test('projects the three chosen classes, and swaps two that would be the same', async () => {
    await openExample();
    await page.getByLabel('Third class').selectOption('4');
    await picture(/^Activations of class 0, class 1, class 4 /).waitFor();
    await page.getByLabel('First class').selectOption('4');
    const figure = picture(/^Activations of class 4, class 1, class 0 /);
    await figure.waitFor();
    const [first, second, , , fifth] = example.activationsPerClass as [
      number,
      number,
      number,
      number,
      number,
    ];
    await figure.getByText(`${fifth} + ${second} + ${first} examples`, { exact: true }).waitFor();
    const points = await figure.locator('.figure-points :is(path, circle)').count();
    expect(points).toBe(first + second + fifth);
    await page.waitForURL(/#classes=4,1,0$/);
  });

  test('takes its state from the address, also when that changes', async () => {
    await page.goto(`${served.url}#temperature=2&classes=3,1,4`);
    await page.reload();
    await openExample();
    expect(await columnOf(/T = 2 chosen/, 3)).toEqual(expectedColumn(2));
    await picture(/^Activations of class 3, class 1, class 4 /).waitFor();
    await page.evaluate(() => {
      location.hash = 'temperature=3';
    });
    await columnOf(/T = 3 chosen/, 3);
    await picture(/^Activations of class 0, class 1, class 2 /).waitFor();
  });

  test('opens a dropped file, and refuses two', async () => {
    const drop = (copies: number): Promise<void> =>
      page.evaluate(
        ({ bytes, name, count }) => {
          const dataTransfer = new DataTransfer();
          for (let i = 0; i < count; i++) {
            dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
          }
          const event = { dataTransfer, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent('dragover', event));
          document.body.dispatchEvent(new DragEvent('drop', event));
        },
        { bytes: [...example.bytes], name: upload.name, count: copies },
      );
    await drop(2);
    const problem = page.getByRole('alert').filter({ hasText: 'expected' });
    expect(await problem.innerText()).toBe(
      'expected one predictions file, got 2; open them one after another',
    );
    await drop(1);
    await page.getByRole('heading', { name: upload.name }).waitFor();
    expect(await problem.count()).toBe(0);
  });

  test('says in one line what is wrong with a file, and keeps the last one', async () => {
    await openExample();
    const bad = { ...upload, name: 'broken.npz', buffer: upload.buffer.subarray(0, 1000) };
    await page.getByLabel('Open another file').setInputFiles(bad);
    const problem = page.getByRole('alert').filter({ hasText: 'broken.npz' });
    expect(await problem.innerText()).toBe(
      'broken.npz: expected an intact zip archive, got no end-of-archive record; fetch or write it again',
    );
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(upload.name);
    expect(await columnOf(/T = 1 as saved/, 2)).toEqual(expectedColumn(1));
  });

  test('can be worked by keyboard alone, with the focus in sight', async () => {
    await openExample();
    await picture(/^Activations/).waitFor();
    const names: string[] = [];
    for (let press = 0; press < 9; press++) {
      await page.keyboard.press('Tab');
      names.push(
        await page.evaluate(() => {
          const focused = document.activeElement as HTMLElement & Partial<HTMLInputElement>;
          // A control that covers its label lends it the outline.
          const shown = [focused, focused.closest('label')].some(
            (element) => element !== null && getComputedStyle(element).outlineStyle === 'solid',
          );
          const words = [...(focused.labels?.[0]?.childNodes ?? [])]
            .filter((node) => node.nodeType === Node.TEXT_NODE)
            .map((node) => node.textContent);
          const name = words.join('') || focused.textContent;
          return shown ? name : `${name} without outline`;
        }),
      );
    }
    expect(names.map((name) => name.replace(/, T = .*/, ''))).toEqual([
      'Auto',
      'Open another file',
      'Temperature',
      'As saved',
      'Fitted in-sample',
      'The diagram in numbers',
      'First class',
      'Second class',
      'Third class',
    ]);
  });

  test.each(['light', 'dark'] as const)('fits 360 pixels in %s colours', async (scheme) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: scheme });
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBe(0);
    await openExample();
    await picture(/^Activations/).waitFor();
    await picture(/^Reliability of T = 1\./).waitFor();
    expect(await overflow()).toBe(0);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 23, 27)');
  });
});
