import type { ReliabilityDiagram } from 'temper';

/** Side of the drawing, in its own units; small numbers keep a thousand of them small. */
const SIDE = 100;
/** Bins with fewer examples are drawn faintly: their accuracy is mostly chance. */
const FEW = 20;

/**
 * A reliability diagram small enough to stand among a thousand: bars to the share that came true, and over
 * each the gap to the diagonal at the mean probability. Its colours are those of the page's style sheet.
 */
export function classTile({ bins }: ReliabilityDiagram): string {
  let bars = '';
  const gaps = { over: '', under: '', 'over few': '', 'under few': '' };
  for (const { lower, upper, count, meanConfidence, accuracy } of bins) {
    if (meanConfidence === null || accuracy === null) continue;
    if (accuracy > 0) {
      bars += `M${across(lower)} ${SIDE}V${up(accuracy)}H${across(upper)}V${SIDE}z`;
    }
    const side = accuracy < meanConfidence ? 'over' : 'under';
    gaps[count < FEW ? (`${side} few` as const) : side] +=
      `M${across(meanConfidence)} ${up(meanConfidence)}V${up(accuracy)}`;
  }
  const paths = Object.entries({ bars, ideal: `M0 ${SIDE}L${SIDE} 0`, ...gaps })
    .filter(([, path]) => path !== '')
    .map(([name, path]) => `<path class="${name}" d="${path}"/>`);
  return `<svg viewBox="0 0 ${SIDE} ${SIDE}" aria-hidden="true">${paths.join('')}</svg>`;
}

function across(share: number): number {
  return Math.round(10 * SIDE * share) / 10;
}

function up(share: number): number {
  return across(1 - share);
}
