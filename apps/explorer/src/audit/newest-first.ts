/** A line of questions in which only the newest waits. */
export interface NewestFirst<Q> {
  /** Asks at once if nothing is being answered, else next, in place of what waits. */
  readonly put: (question: Q) => void;
  /** From now on nothing is asked and no answer is passed on. */
  readonly dispose: () => void;
}

/** What came of a question. */
export type Outcome<Q, A> =
  { readonly question: Q; readonly answer: A } | { readonly question: Q; readonly error: Error };

/**
 * Puts questions one at a time and skips those that are out of date before their turn comes, so that a
 * slider can ask at every move, however long an answer takes.
 * @param ask - Answers a question.
 * @param tell - Hears what came of every question that was asked.
 */
export function newestFirst<Q, A>(
  ask: (question: Q) => Promise<A>,
  tell: (outcome: Outcome<Q, A>) => void,
): NewestFirst<Q> {
  let waiting: { readonly question: Q } | undefined;
  let busy = false;
  let disposed = false;
  const outcomeOf = async (question: Q): Promise<Outcome<Q, A>> => {
    try {
      return { question, answer: await ask(question) };
    } catch (error) {
      return { question, error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  const askAll = async (): Promise<void> => {
    busy = true;
    while (waiting !== undefined) {
      const { question } = waiting;
      waiting = undefined;
      const outcome = await outcomeOf(question);
      // While it was awaited, `dispose` may have been called.
      if (!disposed) tell(outcome);
    }
    busy = false;
  };
  return {
    put: (question) => {
      if (disposed) return;
      waiting = { question };
      if (!busy) void askAll();
    },
    dispose: () => {
      disposed = true;
      waiting = undefined;
    },
  };
}
