import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a test server treats one request. */
export type Answer =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly ranges?: boolean }
  /** Sends so many bytes of what was asked for, then breaks the connection. */
  | { readonly kind: 'cut'; readonly bytes: Uint8Array; readonly after: number }
  /** Sends so many bytes, then nothing more. */
  | { readonly kind: 'stall'; readonly bytes: Uint8Array; readonly after: number }
  | { readonly kind: 'status'; readonly status: number };

/** An HTTP server on this machine that answers from a list, the last answer again and again. */
export interface FileServer {
  /** Base address, ending in `/`. */
  readonly url: string;
  /** `path range` of every request. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function startFileServer(...answers: readonly Answer[]): Promise<FileServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]!;
    requests.push(`${request.url ?? ''} ${request.headers.range ?? ''}`.trim());
    respond(answer, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function respond(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer.kind === 'status') {
    response.writeHead(answer.status).end();
    return;
  }
  const total = answer.bytes.length;
  const ranges = answer.kind !== 'file' || answer.ranges !== false;
  const start = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (start > 0 && start >= total) {
    response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
    return;
  }
  const body = answer.bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${total - 1}/${total}` } : {}),
  });
  if (answer.kind === 'file') response.end(body);
  else {
    response.write(body.subarray(0, answer.after), () => {
      // A break at once would take back what is still on its way.
      if (answer.kind === 'cut') setTimeout(() => response.destroy(), 20);
    });
  }
}
