import * as z from 'zod';
import { frame, frameFormat, frameKind, headerLength } from '../cache/frame.js';
import type { FillMark } from '../cache/frame.js';
import { readNumber } from '../database/bytes.js';
import type { Database, Statement } from '../database/database.js';
import type { ReadField } from '../database/row-decoder.js';
import { InvalidInput } from '../errors.js';
import { RowCodec } from '../schema/codec.js';
import type { Json } from '../schema/json.js';
import { column, tableDecoder } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import type { Placements } from './placements.js';
import { boundedFrom, isBounded, refuseLarge } from './byte-bound.js';
import { selectByKeys, selectManyByKeys } from './select-statements.js';
import type { Source, TimeToLive } from './source.js';

/** What a bounded answer has in each row besides. */
const total: ReadField = ['ps_total', readNumber];
type Totalled = Readonly<Record<string, unknown>> & { readonly ps_total: number };

/** Rows of a table by primary key; undefined: no such row, which is cached too. */
export class RowSource<C extends Columns> implements Source<RowOf<C> | undefined> {
  readonly name: string;
  readonly #codec: RowCodec<C>;
  readonly #select: Statement;
  readonly #selectMany: Statement;

  constructor(
    private readonly database: Pick<Database, 'run'>,
    private readonly table: Table<C>,
    private readonly placements: Placements,
    readonly ttlMs: TimeToLive,
  ) {
    this.name = table.cacheName;
    this.#codec = new RowCodec(table);
    this.#select = { ...selectByKeys(table), decode: tableDecoder(table) };
    this.#selectMany = { ...selectManyByKeys(table), decode: tableDecoder(table, isBounded(table) ? [total] : []) };
  }

  id(id: string): string {
    const { schema, plainText } = column(this.table, this.table.key);
    if (typeof id === 'string' && plainText?.test(id) === true) return id;
    const parsed = schema.safeParse(id);
    if (parsed.success) return parsed.data as string;
    throw new InvalidInput(`${this.table.cacheName}.${this.table.key}: ${z.prettifyError(parsed.error)}`);
  }

  async load(ids: readonly string[]): Promise<(RowOf<C> | undefined)[]> {
    const rows = ids.length > boundedFrom.rows ? await this.#many(ids) : await this.#rows(this.#select, ids);
    const key = (row: RowOf<C> | undefined): unknown => row?.[this.table.key];
    for (const row of rows) this.placements.learn(key(row) as string, row);
    // As a rule all are there, in the order in which they were asked for.
    if (rows.length === ids.length && rows.every((row, index) => key(row) === ids[index])) return rows;
    const found = new Map(rows.map((row) => [key(row), row]));
    return ids.map((id) => found.get(id));
  }

  async #rows(select: Statement, ids: readonly string[]): Promise<RowOf<C>[]> {
    return (await this.database.run(select, [ids])) as RowOf<C>[];
  }

  async #many(ids: readonly string[]): Promise<RowOf<C>[]> {
    const rows = await this.#rows(this.#selectMany, ids);
    if (!isBounded(this.table)) return rows;
    refuseLarge(this.table, (rows[0] as Totalled | undefined)?.ps_total);
    return rows.map((row) => {
      const { ps_total: _, ...own } = row as Totalled;
      return Object.freeze(own) as RowOf<C>;
    });
  }

  encode(row: RowOf<C> | undefined, mark: FillMark): string {
    const { format } = this.#codec;
    if (row === undefined) return frame(mark, format, 'A', 0n, '');
    return frame(mark, format, 'R', row['version'] as bigint, JSON.stringify(this.#codec.pack(row)));
  }

  accepts(value: string): boolean {
    return frameFormat(value) === this.#codec.format;
  }

  decode(value: string): RowOf<C> | undefined {
    if (frameKind(value) === 'A') return undefined;
    const row = this.#codec.unpack(JSON.parse(value.slice(headerLength)) as Json[]);
    this.placements.learn(row[this.table.key] as string, row);
    return row;
  }
}
