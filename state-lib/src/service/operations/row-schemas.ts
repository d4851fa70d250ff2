import * as z from 'zod';
import { column } from '../../schema/table.js';
import type { Resource } from './resource.js';

/** What tells where a value came from. */
export const sourceSchema = z.enum(['cache', 'database']).describe('Where the value was found.');

/** A row as it is read alone; a region's says where it was found, as its header does too. */
export function foundSchema({ name, shown }: Resource): { readonly name: string; readonly schema: z.ZodType } {
  if (name !== 'Region') return { name, schema: shown };
  return { name: 'FoundRegion', schema: shown.extend({ source: sourceSchema }) };
}

/** What a write of one row answers. */
export function versionSchema({ name, table }: Resource): { readonly name: string; readonly schema: z.ZodType } {
  const { schema } = column(table, 'version');
  const key = column(table, table.key).schema;
  return { name: `${name}Version`, schema: z.strictObject({ [table.key]: key, version: schema }) };
}
