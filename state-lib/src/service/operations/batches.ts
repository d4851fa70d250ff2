import * as z from 'zod';
import { InvalidInput } from '../../errors.js';
import { int8Schema } from '../../schema/columns.js';
import { listLimit } from '../../store/page.js';
import { operation } from './operation.js';
import type { Answer, AnswerSchema, Operation } from './operation.js';
import type { Resource } from './resource.js';

const upTo = <T extends z.ZodType>(schema: T): z.ZodArray<T> => z.array(schema).min(1).max(listLimit);

/** Gets, creates, puts, changes and deletes up to 1,000 rows in one round trip: all of them or none. */
export function batches(resource: Resource): Operation[] {
  const { name, plural } = resource;
  const route = (what: string, id: string, summary: string) =>
    ({ id, method: 'POST', path: `/v1/batch/${plural}/${what}`, tag: plural, summary }) as const;
  const keys = { name: `${name}Keys`, schema: z.strictObject({ keys: upTo(resource.keySchema) }) };
  const rows = { name: `${name}Rows`, schema: z.strictObject({ rows: upTo(resource.row) }) };
  const change = z.strictObject({
    key: resource.keySchema,
    change: resource.change,
    expected: int8Schema.optional().describe('Version that the row must have.'),
  });
  const changes = { name: `${name}Changes`, schema: z.strictObject({ changes: upTo(change) }) };
  const found: AnswerSchema = {
    description: 'The rows in the order of the keys; null: there is none.',
    body: { name: `${name}Found`, schema: z.strictObject({ rows: z.array(resource.shown.nullable()) }) },
  };
  const written: AnswerSchema = {
    description: 'New versions, in order.',
    body: { name: 'Versions', schema: versionsSchema },
  };
  const answer = (versions: readonly bigint[]): Answer => ({
    status: 200,
    body: { versions: versions.map(String) },
  });
  return [
    operation({
      ...route('get', `get${name}Batch`, 'Reads rows by their keys.'),
      body: keys,
      answers: { 200: found },
      problems: [],
      run: async (state, { body }) => {
        const asked = body.keys.map(resource.key);
        // A row is answered once: a thousand times the largest one would be more than the process has.
        if (new Set(asked).size < asked.length) throw new InvalidInput(`a batch names the same key of ${name} twice`);
        const values = await resource.store(state).getMany(asked);
        return { status: 200, body: { rows: values.map((row) => (row ? resource.codec.json(row) : null)) } };
      },
    }),
    operation({
      ...route('create', `create${name}Batch`, 'Creates rows; none of them may exist.'),
      body: rows,
      answers: { 200: written },
      problems: [409],
      run: async (state, { body, signal }) => {
        const list = body.rows.map((row) => resource.toStore(row));
        return answer(await resource.store(state).createMany(list, { signal }));
      },
    }),
    operation({
      ...route('put', `put${name}Batch`, 'Creates or replaces rows.'),
      body: rows,
      answers: { 200: written },
      problems: [],
      run: async (state, { body, signal }) => {
        const list = body.rows.map((row) => resource.toStore(row));
        return answer(await resource.store(state).putMany(list, { signal }));
      },
    }),
    operation({
      ...route('change', `change${name}Batch`, 'Replaces fields of rows, the same fields of each.'),
      body: changes,
      answers: { 200: written },
      problems: [404, 409],
      run: async (state, { body, signal }) => {
        const list = body.changes.map(({ key, ...rest }) => ({ key: resource.key(key), ...rest }));
        return answer(await resource.store(state).updateMany(list, { signal }));
      },
    }),
    operation({
      ...route('delete', `delete${name}Batch`, 'Deletes rows; all of them must exist.'),
      body: keys,
      answers: { 204: { description: 'Deleted.' } },
      problems: [404],
      run: async (state, { body, signal }) => {
        await resource.store(state).deleteMany(body.keys.map(resource.key), { signal });
        return { status: 204 };
      },
    }),
  ];
}

const versionsSchema = z.strictObject({ versions: z.array(int8Schema) });
