import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { StateError } from '../errors.js';

const statuses: Readonly<Record<string, number>> = {
  OVERLOADED: 503,
  DATABASE_UNREACHABLE: 503,
  CACHE_UNREACHABLE: 503,
  EPOCH_UNSTABLE: 503,
  AMBIGUOUS_WRITE: 502,
  VERSION_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
};

/** Answers an error; what is not meant for callers is logged and hidden. */
export async function answerFailure(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (error instanceof StateError) {
    const status = statuses[error.code] ?? 500;
    if (status === 503) reply.header('retry-after', '1');
    if (status >= 500) request.log.warn({ err: error }, 'request failed');
    await reply.code(status).send({ error: error.code, message: error.message });
  } else if (error instanceof z.ZodError) {
    const message = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
    await reply.code(400).send({ error: 'INVALID_INPUT', message });
  } else if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) {
    await reply.code(error.statusCode).send({ error: 'BAD_REQUEST', message: error.message });
  } else {
    request.log.error({ err: error }, 'request failed');
    await reply.code(500).send({ error: 'INTERNAL', message: 'internal error' });
  }
}
