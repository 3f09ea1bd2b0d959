import { figureVariables, type Scheme } from '@temper/figures';

/** Colours of the page beside those it shares with its figures. */
const pageColours: Readonly<Record<Scheme, Readonly<Record<string, string>>>> = {
  light: {
    '--link': '#0b5fb5',
    '--wash': '#f5f6f8',
    '--shade': '#1b1f2433',
    '--strong-rule': '#1b1f24',
  },
  dark: {
    '--link': '#7cc0f5',
    '--wash': '#1d2126',
    '--shade': '#00000099',
    '--strong-rule': '#a7aeb8',
  },
};

function declarations(scheme: Scheme, suffix = ''): string {
  return Object.entries({ ...figureVariables(scheme), ...pageColours[scheme] })
    .map(([name, colour]) => `${name}:${colour}${suffix};`)
    .join('');
}

/** The figures' wide layout shows from this width of their box on; below it their text would be too small. */
const wideFigureFrom = '680px';

/** The style sheet of the report: system fonts only, light and dark, narrow and wide, screen and paper. */
export const reportStyle: string = `
:root {
  color-scheme: light;
  ${declarations('light')}
  --serif: Charter, 'Bitstream Charter', 'Sitka Text', 'Iowan Old Style', Cambria, Georgia, 'Liberation Serif', serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  --figure-font: var(--sans);
}
@media (prefers-color-scheme: dark) {
  :root:not(:has(#scheme-light:checked)) { color-scheme: dark; ${declarations('dark')} }
}
:root:has(#scheme-dark:checked) { color-scheme: dark; ${declarations('dark')} }

*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto;
  max-width: 55rem;
  padding: 1.25rem clamp(1rem, 4.5vw, 2.5rem) 4rem;
  background: var(--figure-background);
  color: var(--figure-ink);
  font: 1.0625rem/1.6 var(--serif);
  overflow-wrap: break-word;
}
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
main:focus { outline: none; }
p { margin: 0 0 1em; max-width: 40rem; text-wrap: pretty; }

.skip { position: absolute; left: -100rem; font-family: var(--sans); padding: 0.5rem 1rem; background: var(--figure-background); }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 1; }

.masthead { display: flex; justify-content: space-between; align-items: center; gap: 1rem; font: 0.8125rem/1.4 var(--sans); }
.brand { margin: 0; letter-spacing: 0.12em; text-transform: uppercase; font-weight: 600; color: var(--figure-muted); }
.scheme { display: flex; margin: 0; padding: 2px; border: 1px solid var(--figure-rule); border-radius: 999px; }
.scheme legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.scheme label { position: relative; padding: 0.3rem 0.75rem; border-radius: 999px; color: var(--figure-muted); cursor: pointer; }
.scheme input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.scheme label:hover { color: var(--figure-ink); }
.scheme label:has(:checked) { background: var(--figure-ink); color: var(--figure-background); }
.scheme label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: 2px; }
@supports not selector(:has(*)) { .scheme { display: none; } }

h1 { margin: 2.75rem 0 1.5rem; max-width: 44rem; font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.6rem); line-height: 1.15; font-weight: 700; letter-spacing: -0.012em; text-wrap: balance; }
h2 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.006em; text-wrap: balance; }
section, footer { margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--figure-rule); }

.findings { margin: 0; padding: 0; list-style: none; max-width: 42rem; font-size: 1.1875rem; line-height: 1.5; }
.findings li { padding: 0.7rem 0; border-top: 1px solid var(--figure-rule); text-wrap: pretty; }
.findings li:first-child { border-top: 2px solid var(--strong-rule); }
.contents { margin-top: 1.75rem; font: 0.875rem/1.5 var(--sans); }
.contents ul { display: flex; flex-wrap: wrap; gap: 0.35rem 1.4rem; margin: 0; padding: 0; list-style: none; }

figure { margin: 1.75rem 0 0; }
.drawing { container-type: inline-size; }
.drawing svg { display: block; width: 100%; height: auto; }
.narrow { max-width: 26rem; }
.wide:not(:only-child) { display: none; }
@container (min-width: ${wideFigureFrom}) {
  .wide:not(:only-child) { display: block; }
  .narrow { display: none; }
}
figcaption, .caption { font: 0.875rem/1.5 var(--sans); color: var(--figure-muted); text-align: left; }
figcaption { margin-top: 0.75rem; max-width: 44rem; text-wrap: pretty; }
figcaption b, .caption b { color: var(--figure-ink); font-weight: 600; }
.downloads { margin: 0.4rem 0 0; font: 0.8125rem/1.6 var(--sans); color: var(--figure-muted); }
.downloads a { margin-left: 0.6em; }

.caption { margin: 1.75rem 0 0.6rem; max-width: 44rem; break-after: avoid; }
/* Shades at the edges say that the table goes on; the page's own colour covers them at either end. */
.table-box {
  overflow-x: auto;
  background:
    linear-gradient(to right, var(--figure-background) 40%, transparent) left / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--figure-background) 40%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 1rem 100% no-repeat,
    linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat;
}
table { width: 100%; border-collapse: collapse; font: 0.9375rem/1.4 var(--sans); font-variant-numeric: tabular-nums lining-nums; }
th, td { padding: 0.5rem 0.9rem 0.5rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--figure-rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 2px solid var(--strong-rule); border-bottom: 1px solid var(--strong-rule); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 10rem; }
tbody tr:last-child > * { border-bottom: 2px solid var(--strong-rule); }
.long { min-width: 15rem; }
.numeric { text-align: right; white-space: nowrap; }
thead .numeric { white-space: normal; }

.gallery ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.25rem, 1fr)); gap: 1rem 0.9rem; margin: 0.75rem 0 0; padding: 0; list-style: none; }
.gallery li { min-width: 0; font: 0.75rem/1.4 var(--sans); }
.gallery details li { content-visibility: auto; contain-intrinsic-size: auto 9.5rem; }
.gallery li[hidden] { display: none; }
.gallery b { display: block; margin-top: 0.3rem; font-size: 0.8125rem; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.gallery li span { display: block; color: var(--figure-muted); font-variant-numeric: tabular-nums; }
.gallery svg { display: block; width: 100%; height: auto; background: var(--wash); }
.gallery path { fill: none; stroke-width: 4; }
.gallery .bars { fill: var(--figure-rule); }
.gallery .ideal { stroke: var(--figure-muted); stroke-width: 1.25; stroke-dasharray: 4 3; }
.gallery .over { stroke: var(--figure-series-2); }
.gallery .under { stroke: var(--figure-series-1); }
.gallery .few { stroke-opacity: 0.4; }
.gallery summary { margin-top: 1.25rem; padding: 0.4rem 0; cursor: pointer; font: 0.9375rem/1.5 var(--sans); color: var(--link); }
.gallery summary[hidden] { display: none; }
.search { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 0.8rem; margin: 0.75rem 0 0; font: 0.875rem/1.5 var(--sans); }
.search[hidden] { display: none; }
.search label { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.3rem 0.6rem; }
.search input { width: 16rem; max-width: 100%; padding: 0.4rem 0.6rem; border: 1px solid var(--figure-muted); border-radius: 4px; background: var(--figure-background); color: inherit; font: inherit; }
.search output { color: var(--figure-muted); }

footer { font: 0.875rem/1.6 var(--sans); color: var(--figure-muted); }
footer h2 { font: 600 1rem/1.4 var(--sans); color: var(--figure-ink); }
pre { margin: 0 0 1.25rem; padding: 0.8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--wash); color: var(--figure-ink); border-radius: 6px; font: 0.875rem/1.5 var(--mono); }
pre span { display: inline-block; max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1.25rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }

@media (max-width: 30rem) {
  body { font-size: 1rem; }
  .findings { font-size: 1.0625rem; }
  h2 { font-size: 1.3rem; }
  section, footer { margin-top: 2.25rem; padding-top: 1.25rem; }
  table { font-size: 0.875rem; }
  tbody th { min-width: 9rem; }
  .masthead { gap: 0.5rem; }
  .scheme label { padding: 0.45rem 0.6rem; }
}
@media print {
  :root { color-scheme: light !important; ${declarations('light', ' !important')} }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .scheme, .skip, .contents, .downloads, .search { display: none; }
  .wide:not(:only-child) { display: block !important; }
  .narrow { display: none !important; }
  .drawing { container-type: normal; }
  figure, tr, pre, .findings li { break-inside: avoid; }
  h2 { break-after: avoid; }
  .table-box { overflow: visible; background: none; }
}
`;
