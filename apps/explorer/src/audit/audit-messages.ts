import type { AuditSession } from './audit-session.ts';

/** The name of a question. */
export type AuditQuestion = keyof AuditSession;

/** What a question is put with. */
export type AuditArgument<Q extends AuditQuestion> = Parameters<AuditSession[Q]>[0];

/** What it is answered with. */
export type AuditAnswer<Q extends AuditQuestion> = Awaited<ReturnType<AuditSession[Q]>>;

/** A question on its way to the worker. */
export interface AuditRequest {
  readonly id: number;
  readonly question: AuditQuestion;
  readonly argument: unknown;
}

/** The answer to the request of the same id, or one line that says why there is none. */
export interface AuditReply {
  readonly id: number;
  readonly answer?: unknown;
  readonly message?: string;
}
