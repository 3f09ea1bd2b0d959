import { Resvg } from '@resvg/resvg-js';
import { standaloneSvg, trainingCurves } from '@temper/figures';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { renderPng } from './render-png.ts';
import { makeSvgDocument } from './svg-document.ts';

/** Width, height and the filtered image bytes of a PNG (W3C PNG, sections 5 and 11). */
function readPng(png: Uint8Array): { width: number; height: number; bytes: Buffer } {
  const file = Buffer.from(png);
  expect(file.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(file.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    bytes: inflateSync(Buffer.concat(parts)),
  };
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#ffffff"/>${content}</svg>`;
}

describe('renderPng', () => {
  it('draws at twice the size unless told otherwise', () => {
    expect(readPng(renderPng(svg('')))).toMatchObject({ width: 120, height: 80 });
    expect(readPng(renderPng(svg(''), { scale: 1 }))).toMatchObject({ width: 60, height: 40 });
  });

  it('draws text with its own fonts, regular and bold, whatever font is named', () => {
    const blank = readPng(renderPng(svg(''))).bytes;
    const text = (weight: string, family: string): Buffer =>
      readPng(
        renderPng(
          svg(`<text x="5" y="30" font-weight="${weight}" font-family="${family}">αM</text>`),
        ),
      ).bytes;
    const regular = text('normal', 'DejaVu Sans, sans-serif');
    expect(regular.equals(blank)).toBe(false);
    expect(text('bold', 'DejaVu Sans, sans-serif').equals(regular)).toBe(false);
    expect(text('normal', 'No Such Font').equals(regular)).toBe(true);
  });

  it('draws a figure within its bounds, and different in light and dark', () => {
    const points = [1, 2, 3].map((epoch) => ({ epoch, value: 1 / epoch }));
    const curves = ['a model of some length', '<b>&"'].map((series) => ({ series, points }));
    const figure = trainingCurves(makeSvgDocument(), { panels: [{ title: 'Loss', curves }] });
    const [light, dark] = (['light', 'dark'] as const).map((scheme) =>
      readPng(renderPng(standaloneSvg(figure, { scheme }))),
    );
    const [width, height] = ['width', 'height'].map(
      (name) => Number(figure.getAttribute(name)) + 32,
    );
    expect(light).toMatchObject({ width: 2 * width!, height: 2 * height! });
    expect(dark!.bytes.equals(light!.bytes)).toBe(false);
    expect(new Set(light!.bytes).size).toBeGreaterThan(50);
    // The background reaches from −16 to 16 beyond the figure; nothing sticks out of it.
    const box = new Resvg(standaloneSvg(figure, { scheme: 'light' })).innerBBox()!;
    expect([box.x, box.y, box.width, box.height]).toEqual([-16, -16, width, height]);
  });
});
