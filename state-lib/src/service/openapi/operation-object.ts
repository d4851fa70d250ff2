import type * as z from 'zod';
import { problemType } from '../http/problem.js';
import type { AnswerSchema, Operation } from '../operations/operation.js';
import { componentReference, inputSchema } from './json-schema.js';
import type { JsonSchema } from './json-schema.js';

/** Problems that any operation may answer. */
const common = [400, 401, 429, 500, 503] as const;
/** Those of operations that have a body. */
const ofBodies = [413, 415] as const;
/** The outcome of a write may be unknown. */
const ofWrites = [502] as const;

const problems: Readonly<Record<number, string>> = {
  400: 'The request does not fit its schema; `errors` says where.',
  401: 'No bearer token, or a wrong one.',
  404: 'There is no such row.',
  409: 'A row exists already, or has another version than expected. Nothing was written.',
  412: 'The row is not as `If-Match` or `If-None-Match` say. Nothing was written.',
  413: 'The body is too large.',
  415: 'The body is not `application/json`.',
  429: 'Too many requests of this client; `retry-after` says when to come again.',
  500: 'A fault of the service.',
  502: 'It is unknown whether the write was committed: read before you retry.',
  503: 'Overloaded, or no answer of the database; nothing was written. Try again after `retry-after` seconds.',
};

const headers: Readonly<Record<string, JsonSchema>> = {
  etag: { description: 'Version of the row, for `If-Match`.', schema: { type: 'string' } },
  'x-state-source': {
    description: 'Where the value was found.',
    schema: { type: 'string', enum: ['cache', 'database'] },
  },
};

/** The Operation Object of an operation. */
export function describeOperation(operation: Operation): JsonSchema {
  const { id, method, tag, summary, params, query, body, conditions = [], answers } = operation;
  const isWrite = method !== 'GET' && !id.startsWith('get');
  const statuses = [...common, ...(body ? ofBodies : []), ...(isWrite ? ofWrites : []), ...operation.problems];
  const responses = {
    ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)])),
    ...(method === 'GET' && conditions.includes('if-none-match')
      ? { 304: { description: 'The caller has this version.' } }
      : {}),
    ...Object.fromEntries(statuses.map((status) => [status, describeProblem(status)])),
  };
  const content = body && { 'application/json': { schema: componentReference(body.name) } };
  return {
    ...{ operationId: id, summary, tags: [tag] },
    parameters: [
      ...fields('path', params),
      ...fields('query', query),
      ...conditions.map((header) => ({
        ...{ name: header, in: 'header', schema: { type: 'string' } },
        description: header === 'if-match' ? 'An ETag, or `*`: there must be one.' : '`*`: there must be none.',
      })),
    ],
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses,
  };
}

function fields(place: 'path' | 'query', schema: z.ZodType | undefined): JsonSchema[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = inputSchema(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    ...{ name, in: place, required: required.includes(name), schema: rest },
    ...(description === undefined ? {} : { description }),
  }));
}

function describeAnswer({ description, body, headers: names = [] }: AnswerSchema): JsonSchema {
  return {
    description,
    ...(names.length === 0 ? {} : { headers: Object.fromEntries(names.map((name) => [name, headers[name]])) }),
    ...(body === undefined ? {} : { content: { 'application/json': { schema: componentReference(body.name) } } }),
  };
}

function describeProblem(status: number): JsonSchema {
  const description = problems[status] ?? '';
  return { description, content: { [problemType]: { schema: componentReference('Problem') } } };
}
