import { createHash } from 'node:crypto';
import type { Column } from './columns.js';
import type { Json } from './json.js';
import type { Columns, RowOf, Table } from './table.js';

/** A table's rows as arrays of JSON, in the order of its columns, as the cache keeps them. */
export class RowCodec<C extends Columns> {
  /** Six characters that change with the meaning of the array, so that a rolling deploy never reads another schema's rows. */
  readonly format: string;
  readonly #fields: readonly string[];
  readonly #columns: readonly Column<unknown>[];
  /** A clone of it is filled faster than a new object. */
  readonly #blank: Readonly<Record<string, unknown>>;

  constructor(table: Table<C>) {
    this.#fields = Object.keys(table.columns);
    this.#columns = Object.values(table.columns);
    this.#blank = Object.fromEntries(this.#fields.map((field) => [field, undefined]));
    const shape = Object.entries(table.columns).map(([field, { type, nullable }]) => [field, type, nullable]);
    this.format = createHash('sha256')
      .update(JSON.stringify([3, shape]))
      .digest('base64url')
      .slice(0, 6);
  }

  pack(row: RowOf<C>): Json[] {
    const packed: Json[] = [];
    for (let index = 0; index < this.#fields.length; index += 1) {
      const column = this.#column(index);
      const value = row[this.#fields[index] as string];
      packed.push(column.store === undefined ? column.pack(value) : column.store(value));
    }
    return packed;
  }

  /** The row, frozen. */
  unpack(packed: readonly Json[]): RowOf<C> {
    const row: Record<string, unknown> = { ...this.#blank };
    for (let index = 0; index < this.#fields.length; index += 1)
      row[this.#fields[index] as string] = this.#column(index).unpack(packed[index] as Json);
    return Object.freeze(row) as RowOf<C>;
  }

  /** The row as JSON with field names, as the service answers it. */
  json(row: RowOf<C>): Record<string, Json> {
    return Object.fromEntries(this.#fields.map((field, index) => [field, this.#column(index).pack(row[field])]));
  }

  #column(index: number): Column<unknown> {
    return this.#columns[index] as Column<unknown>;
  }
}
