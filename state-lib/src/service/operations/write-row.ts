import * as z from 'zod';
import { operation } from './operation.js';
import type { Answer, AnswerSchema, Operation } from './operation.js';
import type { Resource } from './resource.js';
import { versionSchema } from './row-schemas.js';
import { writeWhen } from './write-when.js';

/** Puts, changes and deletes one row by its key. */
export function writeRow(resource: Resource): Operation[] {
  const { name, plural, table } = resource;
  const common = {
    path: `/v1/${plural}/{${table.key}}`,
    tag: plural,
    params: z.strictObject({ [table.key]: resource.keySchema }),
  };
  const written: AnswerSchema = { description: 'Written.', body: versionSchema(resource), headers: ['etag'] };
  const keyOf = (params: Readonly<Record<string, string>>): string => resource.key(params[table.key] as string);
  const answer = (status: 200 | 201, key: string, version: bigint): Answer => ({
    ...{ status, version },
    body: { [table.key]: key, version: version.toString() },
  });
  const put = operation({
    ...{ ...common, id: `put${name}`, method: 'PUT', summary: 'Creates or replaces; `If-None-Match: *` only creates.' },
    conditions: ['if-match', 'if-none-match'],
    body: { name: `${name}Values`, schema: resource.whole },
    answers: { 200: written, 201: { ...written, description: 'Created, as `If-None-Match: *` asked.' } },
    problems: [412],
    run: async (state, { params, body, condition, signal }) => {
      const key = keyOf(params);
      const row = resource.toStore(body, key);
      const store = resource.store(state);
      return await writeWhen(condition, {
        write: async (expected) => answer(200, key, await store.put(row, { expected, signal })),
        create: async () => answer(201, key, await store.create(row, { signal })),
        replace: async () => answer(200, key, await store.update(key, row, { signal })),
      });
    },
  });
  const change = operation({
    ...{ ...common, id: `change${name}`, method: 'PATCH', summary: 'Replaces the given fields, each as a whole.' },
    conditions: ['if-match'],
    body: { name: `${name}Change`, schema: resource.change },
    answers: { 200: written },
    problems: [404, 412],
    run: async (state, { params, body, condition, signal }) => {
      const key = keyOf(params);
      const write = async (expected?: bigint): Promise<Answer> =>
        answer(200, key, await resource.store(state).update(key, body, { expected, signal }));
      return await writeWhen(condition, { write, replace: write });
    },
  });
  const remove = operation({
    ...{ ...common, id: `delete${name}`, method: 'DELETE', summary: 'Deletes.' },
    conditions: ['if-match'],
    answers: { 204: { description: 'Deleted.' } },
    problems: [404, 412],
    run: async (state, { params, condition, signal }) => {
      const key = keyOf(params);
      const write = async (expected?: bigint): Promise<Answer> => {
        await resource.store(state).delete(key, { expected, signal });
        return { status: 204 };
      };
      return await writeWhen(condition, { write, replace: write });
    },
  });
  return [put, change, remove];
}
