import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A hook that lets a request pass only with `Authorization: Bearer <token>`. */
export function requireToken(token: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), digest(token()))) return;
    await reply
      .code(401)
      .header('www-authenticate', 'Bearer')
      .send({ error: 'UNAUTHORIZED', message: 'a bearer token is required' });
  };
}
