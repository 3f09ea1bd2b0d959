/** A word as a POSIX shell reads it back. */
export function quoteForShell(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** An option of a call: its flag, its value, and the value it has where it is left out. */
export type CallOption = readonly [
  flag: string,
  value: string | number | undefined,
  fallback?: string | number,
];

/** The call that makes something again: only the options that are not what they would be if left out. */
export function shellCommand(command: string, options: readonly CallOption[]): string {
  const given = options.flatMap(([flag, value, fallback]) =>
    value === undefined || value === fallback ? [] : [flag, quoteForShell(String(value))],
  );
  return [command, ...given].join(' ');
}
