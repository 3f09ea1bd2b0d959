import { useEffect, useRef, useState } from 'react';
import {
  type AuditAnswer,
  type AuditArgument,
  type AuditClient,
  type AuditQuestion,
  newestFirst,
  type NewestFirst,
  type Outcome,
} from '../audit/index.ts';

/**
 * The last outcome of a question that changes with its argument; it may lag behind, so compare its
 * `question` with what was asked. Nothing is asked while the argument is undefined.
 */
export function useAnswer<Q extends AuditQuestion>(
  client: AuditClient,
  question: Q,
  argument: AuditArgument<Q> | undefined,
): Outcome<AuditArgument<Q>, AuditAnswer<Q>> | undefined {
  const [outcome, setOutcome] = useState<Outcome<AuditArgument<Q>, AuditAnswer<Q>>>();
  const line = useRef<NewestFirst<AuditArgument<Q>>>(null);
  useEffect(() => {
    const own = newestFirst<AuditArgument<Q>, AuditAnswer<Q>>(
      (given) => client.ask(question, given),
      setOutcome,
    );
    line.current = own;
    return own.dispose;
  }, [client, question]);
  useEffect(() => {
    if (argument !== undefined) line.current?.put(argument);
  }, [client, question, argument]);
  return outcome;
}
