import { escapeMarkup } from '@temper/figures';
import { dataUri } from './data-uri.ts';
import { prose } from './prose.ts';
import { tableCsv } from './table-csv.ts';
import type {
  Download,
  ReportCell,
  ReportContent,
  ReportFigure,
  ReportFooter,
  ReportSection,
  ReportTable,
} from './report-content.ts';
import { galleryMarkup, gallerySearch, scriptHash } from './report-gallery.ts';
import { reportStyle } from './report-style.ts';

/** Forbids the page every request and every script but its own: what it shows is in the file. */
function contentPolicy(script: string | null): string {
  const own = script === null ? '' : `; script-src '${scriptHash(script)}'`;
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:${own}`;
}

/**
 * A report as one HTML file that needs nothing else: no network, no font, and no script but the search
 * of a gallery, without which all of it can be seen too. It follows the
 * reader's light or dark preference, which a control at the top overrides; downloads are `data:` links.
 * @returns The file's text, UTF-8.
 */
export function reportPage(content: ReportContent): string {
  const { title, lead, sections, footer } = content;
  const numbered = numberSections(sections);
  const script = sections.some(({ gallery }) => gallery) ? gallerySearch : null;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<header class="masthead">
<p class="brand">Temper</p>
${schemeControl()}
</header>
<main id="content" tabindex="-1">
<h1>${prose(title)}</h1>
<ul class="findings" aria-label="Findings">
${lead.map((finding) => `<li>${prose(finding)}</li>`).join('\n')}
</ul>
${contents(numbered)}
${numbered.map(sectionMarkup).join('\n')}
</main>
${footerMarkup(footer)}
${script === null ? '' : `<script>${script}</script>`}
</body>
</html>
`;
}

interface NumberedSection extends ReportSection {
  readonly anchor: string;
  readonly figureNumber: number;
  readonly tableNumber: number;
}

function numberSections(sections: readonly ReportSection[]): NumberedSection[] {
  let [figureNumber, tableNumber] = [0, 0];
  return sections.map((section, index) => {
    if (section.figure) figureNumber++;
    if (section.table) tableNumber++;
    return { ...section, anchor: `section-${index + 1}`, figureNumber, tableNumber };
  });
}

/** Radio buttons rather than a script: arrow keys work, and the style sheet reads the choice. */
function schemeControl(): string {
  const choices = [
    ['auto', 'Auto'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ].map(
    ([value, text]) =>
      `<label><input type="radio" name="scheme" id="scheme-${value}"${value === 'auto' ? ' checked' : ''}>${text}</label>`,
  );
  return `<fieldset class="scheme"><legend>Colours</legend>${choices.join('')}</fieldset>`;
}

function contents(sections: readonly NumberedSection[]): string {
  if (sections.length < 2) return '';
  const items = sections.map(
    ({ anchor, heading }) => `<li><a href="#${anchor}">${prose(heading)}</a></li>`,
  );
  return `<nav class="contents" aria-label="Contents"><ul>${items.join('')}</ul></nav>`;
}

function sectionMarkup(section: NumberedSection): string {
  const { anchor, heading, paragraphs, figure, table, gallery, figureNumber, tableNumber } =
    section;
  return `<section id="${anchor}" aria-labelledby="${anchor}-heading">
<h2 id="${anchor}-heading">${prose(heading)}</h2>
${paragraphs.map((text) => `<p>${prose(text)}</p>`).join('\n')}
${figure ? figureMarkup(figure, figureNumber) : ''}
${table ? tableMarkup(table, tableNumber) : ''}
${gallery ? galleryMarkup(gallery, anchor) : ''}
${gallery ? downloadLinks(gallery.downloads, `all ${gallery.noun}`) : ''}
</section>`;
}

function figureMarkup(figure: ReportFigure, number: number): string {
  const { id, caption, svgWide, svgNarrow, downloads } = figure;
  const name = escapeMarkup(`figure-${id}`);
  const narrow = svgNarrow === undefined ? '' : `<div class="narrow">${svgNarrow}</div>`;
  return `<figure id="${name}" aria-labelledby="${name}-caption">
<div class="drawing"><div class="wide">${svgWide}</div>${narrow}</div>
<figcaption id="${name}-caption"><b>Figure ${number}.</b> ${prose(caption)}</figcaption>
${downloadLinks(downloads, `figure ${number}`)}
</figure>`;
}

function tableMarkup(table: ReportTable, number: number): string {
  const { caption, columns, rows } = table;
  const name = `table-${number}`;
  const align = (column: number): string => (columns[column]?.numeric ? ' class="numeric"' : '');
  const head = columns.map(
    ({ header }, column) => `<th scope="col"${align(column)}>${prose(header)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const text = cellMarkup(cell);
      return column === 0
        ? `<th scope="row"${align(column)}>${text}</th>`
        : `<td${isLong(cell) ? ' class="long"' : align(column)}>${text}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const csv: Download = {
    label: 'CSV',
    fileName: `${name}.csv`,
    mediaType: 'text/csv',
    data: tableCsv(table),
  };
  // The caption stands outside the box that scrolls, so that it is read whole on a narrow screen.
  return `<p class="caption" id="${name}-caption"><b>Table ${number}.</b> ${prose(caption)}</p>
<div class="table-box" role="region" aria-labelledby="${name}-caption" tabindex="0">
<table id="${name}" aria-labelledby="${name}-caption">
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</div>
${downloadLinks([csv], `table ${number}`)}`;
}

/** Whether a cell holds a phrase, which must not be squeezed into a column of single words. */
function isLong(cell: ReportCell): boolean {
  return typeof cell === 'string' && cell.length > 40;
}

function cellMarkup(cell: ReportCell): string {
  if (cell === null) return '–';
  if (typeof cell !== 'object') return prose(String(cell));
  return `<a href="${escapeMarkup(cell.href)}">${prose(cell.text)}</a>`;
}

function downloadLinks(downloads: readonly Download[], what: string): string {
  if (downloads.length === 0) return '';
  const links = downloads.map(({ label, fileName, mediaType, data }) => {
    const [text, name] = [escapeMarkup(label), escapeMarkup(fileName)];
    return `<a href="${escapeMarkup(dataUri(mediaType, data))}" download="${name}" aria-label="Download ${what} as ${text}">${text}</a>`;
  });
  return `<p class="downloads">Download${links.join('')}</p>`;
}

function footerMarkup({ command, versions, seeds }: ReportFooter): string {
  const seedName = seeds.length === 1 ? 'Seed' : 'Seeds';
  const facts: [string, string][] = [
    ...(seeds.length === 0 ? [] : [[seedName, seeds.join(', ')] as [string, string]]),
    ...Object.entries(versions),
  ];
  // Each word in its own box, so that a line never ends in the middle of an option.
  const words = command.split(' ').map((word) => `<span>${escapeMarkup(word)}</span>`);
  const list = facts.map(
    ([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`,
  );
  return `<footer>
<h2>To repeat this report</h2>
<pre><code>${words.join(' ')}</code></pre>
<dl>${list.join('')}</dl>
</footer>`;
}
