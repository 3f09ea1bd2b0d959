import type { TemperatureAudit } from './audit.ts';
import type { TopLabelCalibration } from './measure-calibration.ts';

/** What there may be to remark on. */
export interface Remarkable {
  /** Classes that no example has; null where only confidences are known. */
  readonly unseen: readonly number[] | null;
  readonly calibration: Pick<TopLabelCalibration, 'diagram' | 'bins'>;
  readonly scaling: TemperatureAudit | null;
  /** Probabilities that were raised from 0. */
  readonly raised: number;
}

/** As many classes are named that never occur. */
const NAMED = 5;

/** What a reader has to know to read the figures of an audit, a sentence each. */
export function auditNotes({
  unseen,
  calibration: { diagram, bins },
  scaling,
  raised,
}: Remarkable): string[] {
  const notes: string[] = [];
  if (unseen !== null && unseen.length > 0) {
    const named = unseen.slice(0, NAMED).join(', ');
    const more = unseen.length > NAMED ? ` and ${unseen.length - NAMED} more` : '';
    notes.push(
      `No example has label ${named}${more}: class-wise errors of ${unseen.length === 1 ? 'this class' : 'these classes'} only say what probability was wasted.`,
    );
  }
  if (diagram.count < bins) {
    notes.push(
      `There are fewer examples (${diagram.count}) than bins (${bins}): the binned errors mean little; smECE and the proper scores need no bins.`,
    );
  }
  const dropped = diagram.count - diagram.bins.reduce((sum, { count }) => sum + count, 0);
  if (dropped > 0) {
    notes.push(
      `The convention leaves ${dropped} of ${diagram.count} confidences out of every bin, but counts them.`,
    );
  }
  if (raised > 0) {
    notes.push(
      `${raised} probabilities of 0, or nearly, were raised to 2⁻⁵² before their logarithm was taken; the NLL depends on it wherever one belonged to the label.`,
    );
  }
  if (scaling === null && unseen !== null && diagram.count === 1) {
    notes.push('A single example cannot both fit a temperature and judge it.');
  }
  if (scaling !== null && scaling.hitBound !== 'none') {
    notes.push(
      scaling.hitBound === 'lower'
        ? 'Every example that the temperature was fitted on is right, so that T falls to the end of its range.'
        : 'The logits say nothing about the labels, so that T rises to the end of its range.',
    );
  }
  return notes;
}
