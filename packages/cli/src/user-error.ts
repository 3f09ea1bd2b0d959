/** A mistake in the call or its input: one line that says what was expected, what came, what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
