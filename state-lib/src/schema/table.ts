import * as z from 'zod';
import { rowDecoder } from '../database/row-decoder.js';
import type { ReadField } from '../database/row-decoder.js';
import type { RowDecoder } from '../database/row-query.js';
import type { Column } from './columns.js';

export type Columns = Readonly<Record<string, Column<unknown>>>;

export type RowOf<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

/** What a caller may give for a value of type T: what is read, or the form that JSON has for it. */
type Given<T> = T extends bigint
  ? bigint | number | string
  : T extends Date
    ? Date | string
    : T extends object
      ? object
      : T;

/** A row as a caller creates it: a value for each column that is the caller's. */
export type NewRow<C extends Columns> = {
  readonly [K in keyof C as C[K] extends Column<unknown, 'caller'> ? K : never]: C[K] extends Column<infer T>
    ? Given<T>
    : never;
};

/** Fields that a caller changes. */
export type RowChange<C extends Columns> = { readonly [K in keyof NewRow<C>]?: NewRow<C>[K] | undefined };

/** What decides in which lists a row is: its key and its placement fields. */
export interface Placed {
  readonly key: string;
  readonly placement: Readonly<Record<string, unknown>>;
}

/** Cached lists of a table's rows, such as the entities of each region. A writer announces every list that a row leaves or enters. */
export interface Collection {
  /** Name in cache keys: `region_entities`. No other source has it. */
  readonly cacheName: string;
  /** Id of the list that a row is in. */
  readonly idOf: (row: Placed) => string;
  /** Placement field whose value is the id, if it is as simple as that. */
  readonly by?: string | undefined;
}

/** Lists of the rows with the same value of a placement field, a text. `cacheName`: see Collection. */
export function listedBy(field: string, cacheName: string): Collection {
  return { cacheName, by: field, idOf: ({ placement }) => String(placement[field]) };
}

/** A table: everything else (SQL, codecs, validation, cache keys, OpenAPI) follows from it. */
export interface Table<C extends Columns = Columns> {
  /** Name in SQL. */
  readonly name: string;
  /** Name in cache keys: `region`; not `q`. */
  readonly cacheName: string;
  readonly columns: C;
  /** Field of the primary key, a text or a UUID. */
  readonly key: string;
  /** Fields other than the key that decide in which lists a row is; a writer must know their old values. */
  readonly placement: readonly string[];
  readonly collections: readonly Collection[];
}

/** The column of a field. Throws on a field that the table does not have. */
export function column(table: Table, field: string): Column<unknown> {
  const found = table.columns[field];
  if (found === undefined) throw new Error(`table ${table.name} has no field ${field}`);
  return found;
}

/** Field names of a table whose values come from the caller, the key included. */
export function callerFields(table: Table): string[] {
  return Object.keys(table.columns).filter((field) => column(table, field).origin === 'caller');
}

/** The columns of a table as a list, made once, and a row of it without values: a clone of it is filled faster than a new object. */
interface Shape {
  readonly blank: Readonly<Record<string, unknown>>;
  readonly columns: readonly (readonly [field: string, column: Column<unknown>])[];
}

const shapes = new WeakMap<Table, Shape>();

function shapeOf(table: Table): Shape {
  let shape = shapes.get(table);
  if (shape === undefined) {
    const columns = Object.entries(table.columns);
    shape = { columns, blank: Object.fromEntries(columns.map(([field]) => [field, undefined])) };
    shapes.set(table, shape);
  }
  return shape;
}

/** The row that pg returned, typed and frozen. */
export function parseRow<C extends Columns>(table: Table<C>, raw: Readonly<Record<string, unknown>>): RowOf<C> {
  const { blank, columns } = shapeOf(table);
  const row: Record<string, unknown> = { ...blank };
  for (const [field, found] of columns) row[field] = found.parse(raw[found.name]);
  return Object.freeze(row) as RowOf<C>;
}

/** Makes rows of the bytes of all columns in their order, and of `more` that a statement adds. */
export function tableDecoder(table: Table, more: readonly ReadField[] = []): RowDecoder {
  const fields = Object.entries(table.columns).map(([field, { read }]): ReadField => [field, read]);
  return rowDecoder(table.name, [...fields, ...more]);
}

/** Schema of all columns of a row, in JSON form, for documents. */
export function rowSchema(table: Table): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(table.columns).map(([field, { schema }]) => [field, schema])),
  );
}
