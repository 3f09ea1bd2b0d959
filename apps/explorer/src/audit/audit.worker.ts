import type { AuditReply, AuditRequest } from './audit-messages.ts';
import { makeAuditSession } from './audit-session.ts';

const session = makeAuditSession();

async function replyTo({ id, question, argument }: AuditRequest): Promise<AuditReply> {
  // `AuditClient.ask` has checked that the argument is the question's.
  const answer = session[question] as (given: unknown) => unknown;
  try {
    return { id, answer: await answer(argument) };
  } catch (error) {
    return { id, message: error instanceof Error ? error.message : String(error) };
  }
}

self.onmessage = ({ data }: MessageEvent<AuditRequest>) => {
  void replyTo(data).then((reply) => {
    self.postMessage(reply);
  });
};
