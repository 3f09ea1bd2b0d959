/** Something that Temper needs does not work on this machine; one line, exit code 1. */
export class BrokenError extends Error {
  override readonly name = 'BrokenError';
}
