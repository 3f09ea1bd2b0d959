import { createHash } from 'node:crypto';
import { escapeMarkup } from '@temper/figures';
import { prose } from './prose.ts';
import type { ReportGallery } from './report-content.ts';

/** As many pictures are seen at once. */
const SHOWN = 24;

/**
 * The script of a page with galleries: shows their search fields, and of all pictures those whose name has
 * what is typed. Without it the rest of a gallery opens as a whole.
 */
export const gallerySearch: string = `
for (const gallery of document.querySelectorAll('.gallery')) {
  const field = gallery.querySelector('input');
  const status = gallery.querySelector('output');
  const rest = gallery.querySelector('details');
  const items = [...gallery.querySelectorAll('li')];
  const names = items.map((item) => item.querySelector('b').textContent.toLowerCase());
  let opened = false;
  gallery.querySelector('.search').hidden = false;
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    let found = 0;
    items.forEach((item, i) => {
      item.hidden = !names[i].includes(wanted);
      if (!item.hidden) found += 1;
    });
    if (rest) {
      if (wanted !== '' && !opened) { opened = true; rest.open = true; }
      if (wanted === '' && opened) { opened = false; rest.open = false; }
      rest.firstElementChild.hidden = wanted !== '';
    }
    status.textContent = wanted === '' ? '' : [found, items.length].map((n) => n.toLocaleString('en-US')).join(' of ');
  });
}
`;

/** A script as a content security policy names it. */
export function scriptHash(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** A gallery: a search field, the first pictures, and the others behind a summary. */
export function galleryMarkup({ caption, noun, items }: ReportGallery, anchor: string): string {
  const tiles = items.map(
    ({ name, notes, svg }) =>
      `<li>${svg}<b>${escapeMarkup(name)}</b>${notes.map((note) => `<span>${prose(note)}</span>`).join('')}</li>`,
  );
  const list = (part: readonly string[]): string => `<ul>\n${part.join('\n')}\n</ul>`;
  const others = tiles.slice(SHOWN);
  const count = others.length.toLocaleString('en-US');
  return `<div class="gallery" role="group" aria-labelledby="${anchor}-gallery">
<p class="caption" id="${anchor}-gallery">${prose(caption)}</p>
<p class="search" hidden><label>Find among all ${prose(noun)} <input type="search" autocomplete="off" spellcheck="false"></label> <output></output></p>
${list(tiles.slice(0, SHOWN))}
${others.length === 0 ? '' : `<details><summary>The other ${count} ${prose(noun)}</summary>\n${list(others)}</details>`}
</div>`;
}
