import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { StateError } from '../../errors.js';
import { InvalidRequest, NotThere } from './failures.js';
import { problem, sendProblem } from './problem.js';

const statuses: Readonly<Record<string, number>> = {
  OVERLOADED: 503,
  DATABASE_UNREACHABLE: 503,
  CONNECTION_LOST: 503,
  CACHE_UNREACHABLE: 503,
  CLOSED: 503,
  EPOCH_UNSTABLE: 503,
  CONTENDED: 503,
  AMBIGUOUS_WRITE: 502,
  // Nobody reads it; its own status keeps it out of the errors that an operator is woken for.
  ABORTED: 499,
  PRECONDITION_FAILED: 412,
  VERSION_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
};

const retryAfterSeconds = '1';

/** Answers an error as a problem; what is not meant for callers is logged and hidden. */
export async function answerFailure(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { status, code, detail } = judged(error);
  if (status === 503) reply.header('retry-after', retryAfterSeconds);
  if (error instanceof NotThere) reply.header('x-state-source', error.source);
  if (status >= 500) request.log[status === 500 ? 'error' : 'warn']({ err: error }, 'request failed');
  const more = {
    ...(error instanceof InvalidRequest ? { errors: [...error.faults] } : {}),
    ...(error instanceof NotThere ? { source: error.source } : {}),
  };
  await sendProblem(reply, problem(status, code, detail, request.id, more));
}

interface Judged {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** The status that an error is answered with. */
export function statusOf(error: unknown): number {
  return error instanceof Error ? judged(error).status : 500;
}

/** The messages of these have addresses, users and paths in them; the log has those. */
const hidden: Readonly<Record<string, string>> = {
  DATABASE_UNREACHABLE: 'no connection to the database; retry later',
  CONNECTION_LOST: 'the connection to the database was lost; retry later',
};

function judged(error: FastifyError | Error): Judged {
  const { code, statusCode } = error as Partial<FastifyError>;
  const detail = error.message;
  if (error instanceof StateError)
    return { status: statuses[error.code] ?? 500, code: error.code, detail: hidden[error.code] ?? detail };
  // SQLSTATE class 22: a value that passed validation and that the database cannot take.
  if (code !== undefined && /^22[0-9A-Z]{3}$/.test(code)) return { status: 400, code: 'INVALID_INPUT', detail };
  // The statement timeout, and the database's own limits: rolled back.
  if (code === '57014') return { status: 503, code: 'STATEMENT_TIMEOUT', detail };
  if (code?.startsWith('53') === true) return { status: 503, code: 'OVERLOADED', detail };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { status: statusCode, code: nameOf(statusCode), detail };
  return { status: 500, code: 'INTERNAL', detail: 'internal error; the log has it under the request id' };
}

/** A name that is ours for what the framework refuses. */
function nameOf(status: number): string {
  const names: Readonly<Record<number, string>> = {
    404: 'NO_SUCH_ROUTE',
    413: 'BODY_TOO_LARGE',
    414: 'URI_TOO_LONG',
    415: 'UNSUPPORTED_MEDIA_TYPE',
    429: 'TOO_MANY_REQUESTS',
  };
  return names[status] ?? 'BAD_REQUEST';
}
