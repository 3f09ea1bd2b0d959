/** A page that is intact, but not one that is read; the message says what was expected and what to do. */
export class UnreadError extends Error {}
