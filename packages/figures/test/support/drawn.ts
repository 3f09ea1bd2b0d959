import { DOMParser } from 'linkedom';
import { expect } from 'vitest';

/** A document as a report has it: no browser. */
export function makeDocument(): Document {
  const parsed = new DOMParser().parseFromString('<!doctype html><html></html>', 'text/html');
  return parsed as unknown as Document;
}

export function panelOf(figure: Element, name: string): Element {
  const found = [...figure.querySelectorAll('.figure-panel')].filter(
    (panel) => panel.getAttribute('data-panel') === name,
  );
  expect(found, `panels called ${name}`).toHaveLength(1);
  return found[0]!;
}

/** Where the points of a class of marks were drawn, in pixels of their panel. */
export function positions(panel: Element, selector: string): { x: number; y: number }[] {
  return [...panel.querySelectorAll(`${selector} circle, ${selector} path`)].map((mark) => {
    const transform = /translate\(([^,]+),([^)]+)\)/.exec(mark.getAttribute('transform') ?? '');
    return transform
      ? { x: Number(transform[1]), y: Number(transform[2]) }
      : { x: Number(mark.getAttribute('cx')), y: Number(mark.getAttribute('cy')) };
  });
}

export function texts(figure: Element): string[] {
  return [...figure.querySelectorAll('text')].map((text) => text.textContent);
}

/** What must hold for every figure, whatever it shows. */
export function expectSound(figure: SVGSVGElement): void {
  for (const element of [figure, ...figure.querySelectorAll('*')]) {
    for (const { name, value } of element.attributes) {
      expect(value, `${element.localName} ${name}`).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  }
  expect(figure.getAttribute('role')).toBe('img');
  const label = figure.getAttribute('aria-label')!;
  expect(label.startsWith(`${figure.getAttribute('data-title')!}. `)).toBe(true);
  expect(label.endsWith(figure.querySelector('desc')!.textContent)).toBe(true);
  const sizes = [...figure.querySelectorAll('text')].map((text) =>
    Number(text.closest('[font-size]')!.getAttribute('font-size')),
  );
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
}
