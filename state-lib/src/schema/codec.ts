import { createHash } from 'node:crypto';
import { column } from './table.js';
import type { Columns, RowOf, Table } from './table.js';
import type { Json } from './json.js';

/** A table's rows as arrays of JSON, in the order of its columns, as the cache keeps them. */
export class RowCodec<C extends Columns> {
  /** Six characters that change with the meaning of the array, so that a rolling deploy never reads another schema's rows. */
  readonly format: string;
  readonly #fields: readonly string[];

  constructor(private readonly table: Table<C>) {
    this.#fields = Object.keys(table.columns);
    const shape = Object.entries(table.columns).map(([field, { type, nullable }]) => [field, type, nullable]);
    this.format = createHash('sha256')
      .update(JSON.stringify([1, shape]))
      .digest('base64url')
      .slice(0, 6);
  }

  pack(row: RowOf<C>): Json[] {
    return this.#fields.map((field) => column(this.table, field).pack(row[field]));
  }

  unpack(packed: readonly Json[]): RowOf<C> {
    const row: Record<string, unknown> = {};
    for (const [index, field] of this.#fields.entries())
      row[field] = column(this.table, field).unpack(packed[index] as Json);
    return row as RowOf<C>;
  }

  /** The row as JSON with field names, as the service answers it. */
  json(row: RowOf<C>): Record<string, Json> {
    return Object.fromEntries(this.#fields.map((field) => [field, column(this.table, field).pack(row[field])]));
  }
}
