import * as z from 'zod';
import { timestamp } from '../../schema/columns.js';
import { listLimit } from '../../store/page.js';
import type { Page } from '../../store/page.js';
import type { Answer, AnswerSchema } from './operation.js';
import type { Resource } from './resource.js';

/** Query of every list; `after` depends on its order. */
export const pageQuery = {
  limit: z.coerce
    .number<string>()
    .int()
    .min(1)
    .max(listLimit)
    .default(listLimit)
    .describe('Most rows of the page; it ends before when its rows are large.'),
};

/** Cursor of lists in the order of time. */
export const timeCursor = z.string().min(1).max(512).optional().describe('`next` of the page before.');

export const timeSchema = timestamp('since').schema;

/** A page of a table's rows. */
export function pageAnswer({ name, shown }: Resource): AnswerSchema {
  const schema = z.strictObject({
    rows: z.array(shown).max(listLimit),
    next: z
      .string()
      .nullable()
      .describe('`after` of the next page, also of one with fewer rows than `limit`; null: this is the last one.'),
  });
  return {
    description: 'A page. It may have fewer rows than `limit` and not be the last: go on until `next` is null.',
    body: { name: `${name}Page`, schema },
  };
}

export function pageOf({ codec }: Resource, { rows, next }: Page<object>): Answer {
  return { status: 200, body: { rows: rows.map((row) => codec.json(row as never)), next: next ?? null } };
}
