import type { ServerResponse } from 'node:http';

/** Aborts when the connection closes before the answer is sent. (fastify's `request.signal` aborts once a body has been read.) */
export function gone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('the client is gone'));
  });
  return controller.signal;
}
