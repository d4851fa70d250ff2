import type * as z from 'zod';
import type { Operation } from '../operations/operation.js';
import { resources } from '../operations/resources.js';
import { problemSchema } from '../http/problem.js';
import { componentSchemas } from './json-schema.js';
import type { JsonSchema } from './json-schema.js';
import { describeOperation } from './operation-object.js';

const title = 'State of Planetary Survival';

/** The OpenAPI 3.1 document of the operations, made of the schemas that validate them. */
export function openApiDocument(operations: readonly Operation[]): JsonSchema {
  const accepted = new Map<string, z.ZodType>(resources.map(({ name, row }) => [`New${name}`, row]));
  const answered = new Map<string, z.ZodType>(resources.map(({ name, shown }) => [name, shown]));
  answered.set('Problem', problemSchema);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    if (operation.body !== undefined) include(accepted, operation.body);
    for (const { body } of Object.values(operation.answers)) if (body !== undefined) include(answered, body);
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: '3.1.1',
    info: {
      title,
      version: '1',
      description:
        '64-bit integers are decimal strings in answers, and decimal strings or exact numbers in requests. ' +
        'Every answer has `x-request-id`; every error is a problem document (RFC 9457).',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: resources.map(({ plural }) => ({ name: plural })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { ...componentSchemas(accepted, 'input'), ...componentSchemas(answered, 'output') },
    },
  };
}

function include(into: Map<string, z.ZodType>, one: { readonly name: string; readonly schema: z.ZodType }): void {
  if (!into.has(one.name)) into.set(one.name, one.schema);
}
