/** One predictions file, read and scored in a worker. */
export { AuditClient } from './audit-client.ts';
export type { AuditAnswer, AuditArgument, AuditQuestion } from './audit-messages.ts';
export type { OpenedFile, Projection } from './audit-session.ts';
export { newestFirst, type NewestFirst, type Outcome } from './newest-first.ts';
export type { Score, Scores } from './score-predictions.ts';
