import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, sendProblem } from './problem.js';
import type { TokenFile } from './token-file.js';

/** A hook that lets a request pass only with `Authorization: Bearer <token>`. */
export function requireToken(tokens: TokenFile) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && tokens.accepts(given)) return;
    reply.header('www-authenticate', 'Bearer');
    await sendProblem(reply, problem(401, 'UNAUTHORIZED', 'a bearer token is required', request.id));
  };
}
