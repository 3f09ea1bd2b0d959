const LONGEST = 80;

/** A name from a file, quoted for a message of one line; what is too long is cut. */
export function quoteName(name: string): string {
  const clean = name.replace(/\p{Cc}/gu, '?');
  return `'${clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean}'`;
}
