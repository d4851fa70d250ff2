import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, sendProblem } from './problem.js';
import { TokenBuckets } from './token-buckets.js';

/** Bursts of as much as this many seconds allow pass. */
const burstSeconds = 10;

/** A hook that refuses, with 429 and `retry-after`, clients who ask more often than `requestsPerSecond` on average. */
export function limitRate(requestsPerSecond: number) {
  const buckets = new TokenBuckets(requestsPerSecond, requestsPerSecond * burstSeconds);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // What a proxy says may be no address, and is then as long as headers may be.
    const client = isIP(request.ip) > 0 ? request.ip : String(request.socket.remoteAddress);
    const waitMs = buckets.take(client);
    if (waitMs === 0) return;
    reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
    const detail = `more than ${requestsPerSecond} requests a second of ${client}; come again after retry-after seconds`;
    await sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', detail, request.id));
  };
}
