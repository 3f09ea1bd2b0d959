import { paint, substituteVariables, type Scheme } from './theme.ts';

const [elementNode, textNode] = [1, 3];

/** Characters that XML 1.0 cannot hold, not even escaped. */
const notXml =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Escapes text for element content and double-quoted attributes of XML and HTML alike. */
export function escapeMarkup(text: string): string {
  return text
    .replace(notXml, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * Writes an element as well-formed XML that is also valid inside HTML, with colours still as custom
 * properties. The same in every DOM, unlike `outerHTML`.
 */
export function svgMarkup(element: Element): string {
  return markup(element);
}

/** Attributes of an inline figure that a file of its own replaces or does not need. */
const inlineOnly = new Set(['width', 'height', 'viewBox', 'style', 'data-title']);

function markup(
  element: Element,
  extraAttributes = '',
  extraContent = '',
  without: ReadonlySet<string> = new Set(),
): string {
  const name = element.localName;
  const attributes = [...element.attributes]
    .filter((attribute) => !without.has(attribute.name))
    .map((attribute) => ` ${attribute.name}="${escapeMarkup(attribute.value)}"`)
    .join('');
  const content = [...element.childNodes]
    .map((child) => {
      if (child.nodeType === elementNode) return markup(child as Element);
      return child.nodeType === textNode ? escapeMarkup(child.nodeValue ?? '') : '';
    })
    .join('');
  const inner = extraContent + content;
  return `<${name}${extraAttributes}${attributes}${inner === '' ? '/>' : `>${inner}</${name}>`}`;
}

/** Clear space around a figure that stands alone, in pixels. */
const standaloneMargin = 16;

/**
 * A figure as a file of its own: colours of one scheme in place of custom properties, a background with a
 * margin, the namespace, a `<title>`, and a font family that begins with the font of the PNG renderer.
 */
export function standaloneSvg(
  figure: SVGSVGElement,
  { scheme }: { readonly scheme: Scheme },
): string {
  const title = escapeMarkup(figure.getAttribute('data-title') ?? '');
  const [width, height] = ['width', 'height'].map(
    (name) => Number(figure.getAttribute(name)) + 2 * standaloneMargin,
  );
  const outer = ` xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-standaloneMargin} ${-standaloneMargin} ${width} ${height}"`;
  const background = `<rect x="${-standaloneMargin}" y="${-standaloneMargin}" width="${width}" height="${height}" fill="${paint('background')}"/>`;
  const file = markup(figure, outer, `<title>${title}</title>${background}`, inlineOnly);
  return `${substituteVariables(file, scheme)}\n`;
}
