import type { FastifyInstance } from 'fastify';
import { InvalidInput } from '../../errors.js';

/** Takes `application/json` alone, refuses bytes that are no UTF-8 (rather than to store U+FFFD) and keys that reach prototypes. */
export function strictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer);
    } catch {
      done(new InvalidInput('the body is not UTF-8'));
      return;
    }
    void parse(request, text, done);
  });
}
