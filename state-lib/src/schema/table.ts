import * as z from 'zod';
import type { Column } from './columns.js';

export type Columns = Readonly<Record<string, Column<unknown>>>;

export type RowOf<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

/** A list of a table's rows by the value of one column, such as the entities of a region. */
export interface Collection {
  /** Name in cache keys: `region_entities`. */
  readonly cacheName: string;
  /** The value of the list that a row is in, from the row's placement columns. */
  readonly of: (placement: Readonly<Record<string, unknown>>) => string;
}

/** A table: everything else (SQL, codecs, validation, cache keys, OpenAPI) follows from it. */
export interface Table<C extends Columns = Columns> {
  /** Name in SQL. */
  readonly name: string;
  /** Name in cache keys: `region`. */
  readonly cacheName: string;
  readonly columns: C;
  /** Field of the primary key. */
  readonly key: string;
  /** Fields that place a row in its collections; a writer must know their old values. */
  readonly placement: readonly string[];
  readonly collections: readonly Collection[];
}

/** Field names of a table whose values come from the caller, the key included. */
export function callerFields(table: Table): string[] {
  return Object.keys(table.columns).filter((field) => column(table, field).origin === 'caller');
}

/** The column of a field. Throws on a field that the table does not have. */
export function column(table: Table, field: string): Column<unknown> {
  const found = table.columns[field];
  if (found === undefined) throw new Error(`table ${table.name} has no field ${field}`);
  return found;
}

/** The row that pg returned, typed. */
export function parseRow<C extends Columns>(table: Table<C>, raw: Readonly<Record<string, unknown>>): RowOf<C> {
  const row: Record<string, unknown> = {};
  for (const field in table.columns) {
    const found = column(table, field);
    row[field] = found.parse(raw[found.name]);
  }
  return row as RowOf<C>;
}

/** Schema of all columns of a row, in JSON form, for documents. */
export function rowSchema(table: Table): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(table.columns).map(([field, { schema }]) => [field, schema])),
  );
}
