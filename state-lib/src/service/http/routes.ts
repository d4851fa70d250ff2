import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput } from '../../errors.js';
import type { Answer, Operation } from '../operations/operation.js';
import type { State } from '../../state.js';
import { conditionOf, entityTag } from './entity-tag.js';
import type { Condition } from './entity-tag.js';
import { parsePart } from './failures.js';
import { gone } from './gone.js';
import { inRequest } from './request-span.js';

/** Serves the operations. */
export function routes(app: FastifyInstance, state: State, operations: readonly Operation[]): void {
  for (const operation of operations)
    app.route({
      method: operation.method,
      url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const condition = conditionFor(operation, request);
        const asked = {
          params: operation.params && parsePart('parameter', operation.params, request.params),
          query: operation.query && parsePart('parameter', operation.query, request.query),
          body: operation.body && parsePart('body', operation.body.schema, request.body),
          condition,
          signal: gone(reply.raw),
        };
        const answer = await inRequest(request, operation.path, async () => operation.run(state, asked));
        return send(reply, answer, condition);
      },
    });
}

/** A condition that is not honoured would be a write that its caller did not mean. */
function conditionFor({ method, conditions = [] }: Operation, { headers }: FastifyRequest): Condition {
  const condition = conditionOf(headers);
  if (condition.match !== undefined && !conditions.includes('if-match'))
    throw new InvalidInput('If-Match is not taken here');
  const none = condition.absent !== undefined || condition.known !== undefined;
  if (none && method !== 'GET' && !conditions.includes('if-none-match'))
    throw new InvalidInput('If-None-Match is not taken here');
  return condition;
}

function send(reply: FastifyReply, answer: Answer, { absent, known = [] }: Condition): FastifyReply {
  const { status, body, version, source } = answer;
  if (source !== undefined) reply.header('x-state-source', source);
  if (version !== undefined) reply.header('etag', entityTag(version));
  const unchanged = source !== undefined && version !== undefined && (absent === true || known.includes(version));
  if (unchanged) return reply.code(304).send();
  reply.code(status);
  return body === undefined ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
