import { DOMParser } from 'linkedom';

/** A document for drawing figures outside a browser. Every call makes a fresh one. */
export function makeSvgDocument(): Document {
  const parsed = new DOMParser().parseFromString(
    '<!doctype html><html><body></body></html>',
    'text/html',
  );
  // linkedom declares its own DOM classes; they have what drawing needs.
  return parsed as unknown as Document;
}
