import { escapeMarkup } from '@temper/figures';

/** Text of the page: escaped, and never broken around a sign that joins two numbers, or before a unit's. */
export function prose(text: string): string {
  const joined = text.replaceAll(/ ([=±]) /g, '\u00a0$1\u00a0').replaceAll(/(\d) %/g, '$1\u00a0%');
  return escapeMarkup(joined);
}
