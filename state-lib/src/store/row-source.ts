import { createHash } from 'node:crypto';
import { frame, frameFormat, frameKind, headerLength } from '../cache/frame.js';
import type { CallOptions, Database, Statement } from '../database/database.js';
import type { Json } from '../schema/json.js';
import { column, parseRow } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import { selectByKeys } from './select-statements.js';
import type { Source } from './source.js';

/** Six characters that change with what the payload means, so that a rolling deploy never reads another schema's rows. */
export function formatOf(table: Table): string {
  const shape = Object.entries(table.columns).map(([field, { type, nullable }]) => [field, type, nullable]);
  return createHash('sha256')
    .update(JSON.stringify([1, shape]))
    .digest('base64url')
    .slice(0, 6);
}

/** Rows of a table by primary key; undefined: no such row, which is cached too. */
export class RowSource<C extends Columns> implements Source<RowOf<C> | undefined> {
  readonly name: string;
  readonly #fields: readonly string[];
  readonly #format: string;
  readonly #select: Statement;

  constructor(
    private readonly database: Database,
    private readonly table: Table<C>,
    readonly ttlMs: (id: string, row: RowOf<C> | undefined) => number,
  ) {
    this.name = table.cacheName;
    this.#fields = Object.keys(table.columns);
    this.#format = formatOf(table);
    this.#select = selectByKeys(table);
  }

  async load(ids: readonly string[], options: CallOptions = {}): Promise<(RowOf<C> | undefined)[]> {
    const rows = await this.database.run(this.#select, [ids], options);
    const found = new Map<string, RowOf<C>>();
    for (const raw of rows) {
      const row = parseRow(this.table, raw);
      found.set((row as Record<string, unknown>)[this.table.key] as string, row);
    }
    return ids.map((id) => found.get(id));
  }

  encode(row: RowOf<C> | undefined, generation: string): string {
    if (row === undefined) return frame(generation, this.#format, 'A', 0n, '');
    const packed: Json[] = this.#fields.map((field) => column(this.table, field).pack(row[field]));
    return frame(generation, this.#format, 'R', row['version'] as bigint, JSON.stringify(packed));
  }

  decode(value: string): RowOf<C> | undefined {
    return frameKind(value) === 'A' ? undefined : this.#unpack(JSON.parse(value.slice(headerLength)) as Json[]);
  }

  accepts(value: string): boolean {
    return frameFormat(value) === this.#format;
  }

  #unpack(packed: readonly Json[]): RowOf<C> {
    const row: Record<string, unknown> = {};
    for (const [index, field] of this.#fields.entries())
      row[field] = column(this.table, field).unpack(packed[index] as Json);
    return row as RowOf<C>;
  }
}
