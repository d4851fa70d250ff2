import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

// As the load balancer of the stack takes them: it ends up in logs.
const wellFormed = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's `x-request-id` when it is well-formed, else a new UUID. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && wellFormed.test(given) ? given : randomUUID();
}
