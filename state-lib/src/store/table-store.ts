import * as z from 'zod';
import type { GuardedWrites } from '../coherence/guarded-write.js';
import type { CallOptions, Database } from '../database/database.js';
import { Aborted, InvalidInput } from '../errors.js';
import { callerFields, column } from '../schema/table.js';
import type { Columns, NewRow, RowChange, RowOf, Table } from '../schema/table.js';
import { orLeave } from './leave.js';
import { rowLocator } from './locate-rows.js';
import { listLimit } from './page.js';
import { Placements } from './placements.js';
import type { ReadOptions } from './read-options.js';
import type { Reads } from './reads.js';
import { RowSource } from './row-source.js';
import { expecting } from './row-writes.js';
import type { Expecting, ExpectingEach, RowWrite } from './row-writes.js';
import type { Found, TimeToLive } from './source.js';
import { Writer } from './writer.js';
import { weightOf } from './write-budget.js';
import type { WriteBudget } from './write-budget.js';
import type { WriteKind } from './write-statements.js';

/** What every table's store is made of. */
export interface StoreParts {
  readonly database: Pick<Database, 'run' | 'locked' | 'followers'>;
  readonly reader: Pick<Reads, 'get' | 'getMany' | 'find'>;
  readonly writes: Pick<GuardedWrites, 'run'>;
  readonly budget: Pick<WriteBudget, 'spend'>;
  readonly ttlMs: TimeToLive;
}

export type WriteOptions = CallOptions & Expecting;
export type BatchWriteOptions = CallOptions & ExpectingEach;
/** A row to change, and how. */
export type KeyedChange<C extends Columns> = { readonly key: string; readonly change: RowChange<C> } & Expecting;

/** Reads and writes rows of one table by key. Plural forms take at most 1,000 rows and are one round trip each. */
export class TableStore<C extends Columns> {
  protected readonly source: RowSource<C>;
  readonly placements: Placements;
  readonly #writer: Writer;
  readonly #row: z.ZodType<Record<string, unknown>>;
  readonly #patch: z.ZodType<Record<string, unknown>>;

  constructor(
    readonly table: Table<C>,
    protected readonly parts: StoreParts,
  ) {
    const { database, writes, ttlMs } = parts;
    this.placements = new Placements(table);
    this.source = new RowSource(database, table, this.placements, ttlMs);
    this.#writer = new Writer(
      database,
      writes,
      table,
      this.source,
      this.placements,
      rowLocator(database, table, this.placements),
    );
    const shape = Object.fromEntries(callerFields(table).map((field) => [field, column(table, field).schema]));
    this.#row = z.strictObject(shape);
    this.#patch = z.strictObject(
      Object.fromEntries(
        Object.entries(shape).map(([field, schema]) => [field, field === table.key ? schema : schema.optional()]),
      ),
    );
  }

  /** The row and where it came from, at least as new as every write acknowledged before the call; undefined: no such row. */
  find(key: string, options?: ReadOptions): Promise<Found<RowOf<C> | undefined>> {
    return this.parts.reader.find(this.source, key, options);
  }

  get(key: string, options?: ReadOptions): Promise<RowOf<C> | undefined> {
    return this.parts.reader.get(this.source, key, options);
  }

  /** Rows in the order of their keys. */
  async getMany(keys: readonly string[], options?: ReadOptions): Promise<(RowOf<C> | undefined)[]> {
    this.checkCount(keys.length);
    const { signal, staleMs } = options ?? {};
    if (signal?.aborted === true) throw new Aborted(signal.reason);
    // One listener for all of them.
    const each = staleMs === undefined ? undefined : { staleMs };
    return await orLeave(this.parts.reader.getMany(this.source, keys, each), signal);
  }

  /** Creates a row; gives its version. Throws AlreadyExists. */
  async create(row: NewRow<C>, options?: CallOptions): Promise<bigint> {
    return first(await this.createMany([row], options));
  }

  async createMany(rows: readonly NewRow<C>[], options?: CallOptions): Promise<bigint[]> {
    return await this.#write('create', this.writes(rows), options);
  }

  /** Creates or replaces a row; gives its version. Throws VersionConflict when `expected` is not its version. */
  async put(row: NewRow<C>, { signal, expected }: WriteOptions = {}): Promise<bigint> {
    return first(await this.putMany([row], { signal, expected: [expected] }));
  }

  /** Creates or replaces rows; gives their versions. Throws VersionConflict, and writes none, when one of `expected` is not its row's version. */
  async putMany(rows: readonly NewRow<C>[], options?: BatchWriteOptions): Promise<bigint[]> {
    return await this.#write('upsert', this.writes(rows, options), options);
  }

  /** Changes the given fields of a row; gives its version. Throws NotFound, or VersionConflict when `expected` is not its version. */
  async update(key: string, change: RowChange<C>, { signal, expected }: WriteOptions = {}): Promise<bigint> {
    return first(await this.updateMany([{ key, change, expected }], { signal }));
  }

  /** Changes rows; all must change the same fields. */
  async updateMany(changes: readonly KeyedChange<C>[], options?: CallOptions): Promise<bigint[]> {
    return await this.#write('update', this.changes(changes), options);
  }

  /** Deletes a row. Throws NotFound, or VersionConflict when `expected` is not its version. */
  async delete(key: string, { signal, expected }: WriteOptions = {}): Promise<void> {
    await this.deleteMany([key], { signal, expected: [expected] });
  }

  /** Deletes rows. Throws NotFound, or VersionConflict when one of `expected` is not its row's version; then deletes none. */
  async deleteMany(keys: readonly string[], options?: BatchWriteOptions): Promise<void> {
    await this.#write('delete', this.deletions(keys, options), options);
  }

  /** Whole rows as writes. Throws InvalidInput. For transactions. */
  writes(rows: readonly NewRow<C>[], options?: ExpectingEach): readonly RowWrite[] {
    this.checkCount(rows.length);
    return expecting(
      this.table,
      rows.map((row) => this.#whole(row)),
      options,
    );
  }

  /** Some fields of rows as writes. Throws InvalidInput. For transactions. */
  changes(changes: readonly KeyedChange<C>[]): readonly RowWrite[] {
    this.checkCount(changes.length);
    return changes.map(({ key, change, expected }) => ({ ...this.#some(key, change), expected }));
  }

  /** Deletions of rows as writes. Throws InvalidInput. For transactions. */
  deletions(keys: readonly string[], options?: ExpectingEach): readonly RowWrite[] {
    this.checkCount(keys.length);
    return expecting(
      this.table,
      keys.map((key) => ({ key: this.key(key), values: {} })),
      options,
    );
  }

  /** A key, validated. Throws InvalidInput. */
  key(key: string): string {
    return this.source.id(key);
  }

  /** Throws InvalidInput when there are more rows than one call takes. */
  checkCount(count: number): void {
    if (count > listLimit)
      throw new InvalidInput(`at most ${listLimit} rows of ${this.table.name} in one call, got ${count}`);
  }

  async #write(kind: WriteKind, rows: readonly RowWrite[], options?: CallOptions): Promise<bigint[]> {
    const write = async (): Promise<bigint[]> => await this.#writer.write(kind, rows, options);
    return await this.parts.budget.spend(weightOf(this.table, rows), write);
  }

  #whole(row: NewRow<C>): RowWrite {
    const { [this.table.key]: key, ...values } = this.#parse(this.#row, row);
    return { key: key as string, values };
  }

  #some(key: string, change: RowChange<C>): RowWrite {
    const { [this.table.key]: parsed, ...values } = this.#parse(this.#patch, { ...change, [this.table.key]: key });
    for (const field of Object.keys(values)) if (values[field] === undefined) delete values[field];
    if (Object.keys(values).length === 0) throw new InvalidInput(`${this.table.cacheName} ${key}: no field to change`);
    return { key: parsed as string, values };
  }

  #parse(schema: z.ZodType<Record<string, unknown>>, value: unknown): Record<string, unknown> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${this.table.cacheName}.${path.join('.')}: ${message}`,
    );
    throw new InvalidInput(faults.join('; '));
  }
}

function first<T>(values: readonly T[]): T {
  return values[0] as T;
}
