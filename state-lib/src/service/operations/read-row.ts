import * as z from 'zod';
import { NotThere } from '../http/failures.js';
import { operation } from './operation.js';
import type { Operation } from './operation.js';
import type { Resource } from './resource.js';
import { foundSchema } from './row-schemas.js';

/** Reads one row by its key. */
export function readRow(resource: Resource): Operation {
  const { name, plural, table } = resource;
  const inBody = name === 'Region';
  return operation({
    id: `get${name}`,
    method: 'GET',
    path: `/v1/${plural}/{${table.key}}`,
    tag: plural,
    summary: 'At least as new as every write that was acknowledged before.',
    params: z.strictObject({ [table.key]: resource.keySchema }),
    conditions: ['if-none-match'],
    answers: {
      200: { description: 'The row.', body: foundSchema(resource), headers: ['etag', 'x-state-source'] },
    },
    problems: [404],
    run: async (state, { params }) => {
      const key = resource.key(params[table.key] as string);
      const { value, from } = await resource.store(state).find(key);
      if (value === undefined) throw new NotThere(`${table.cacheName} ${key}`, from);
      const body = { ...resource.codec.json(value), ...(inBody ? { source: from } : {}) };
      return { status: 200, body, version: value['version'] as bigint, source: from };
    },
  });
}
