import type { PoolClient } from 'pg';
import type { Guard } from '../coherence/epoch-watch.js';
import type { Database, Rows, Statement, Values } from '../database/database.js';
import { parseRow } from '../schema/table.js';
import type { Columns, NewRow, RowChange, RowOf } from '../schema/table.js';
import { batchFields, placementAfter, statementOf, touchedKeys, writeValues } from './row-writes.js';
import type { RowWrite } from './row-writes.js';
import { selectByKeys } from './select-statements.js';
import type { TableStore, WriteOptions } from './table-store.js';
import { oldPlacements, outcome } from './write-outcome.js';
import type { WriteKind } from './write-statements.js';

/** Thrown through the caller's function when the epoch moved; the transaction is tried again. */
export class GuardLost extends Error {}

/**
 * Reads and writes in one transaction, on any tables. Reads see its own writes and nothing of the cache. Must not be used after the function
 * that it was given to has returned.
 */
export class Transaction {
  /** Cache keys of all that was written. */
  readonly touched = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly client: PoolClient,
    private readonly guard: Guard,
    private readonly locked: boolean,
  ) {}

  async get<C extends Columns>(store: TableStore<C>, key: string): Promise<RowOf<C> | undefined> {
    return (await this.getMany(store, [key]))[0];
  }

  async getMany<C extends Columns>(store: TableStore<C>, keys: readonly string[]): Promise<(RowOf<C> | undefined)[]> {
    const { table } = store;
    const rows = await this.query(selectByKeys(table), [keys.map((key) => store.key(key))]);
    const found = new Map(
      rows.map((raw) => {
        const row = parseRow(table, raw);
        return [(row as Record<string, unknown>)[table.key] as string, row];
      }),
    );
    return keys.map((key) => found.get(store.key(key)));
  }

  async create<C extends Columns>(store: TableStore<C>, row: NewRow<C>): Promise<bigint> {
    return await this.#write(store, 'create', store.write(row));
  }

  async put<C extends Columns>(store: TableStore<C>, row: NewRow<C>, { expected }: WriteOptions = {}): Promise<bigint> {
    return await this.#write(store, 'upsert', { ...store.write(row), expected });
  }

  async update<C extends Columns>(
    store: TableStore<C>,
    key: string,
    change: RowChange<C>,
    { expected }: WriteOptions = {},
  ): Promise<bigint> {
    return await this.#write(store, 'update', { ...store.change(key, change), expected });
  }

  async delete<C extends Columns>(store: TableStore<C>, key: string, { expected }: WriteOptions = {}): Promise<void> {
    await this.#write(store, 'delete', { key: store.key(key), expected, values: {} });
  }

  /** Runs a statement of the caller's own. It must not write to tables of the library, whose cached values it would leave behind. */
  async query(statement: Statement, values: Values): Promise<Rows> {
    return await this.database.on(this.client, statement, values);
  }

  async #write<C extends Columns>(store: TableStore<C>, kind: WriteKind, row: RowWrite): Promise<bigint> {
    const { table } = store;
    const form = { kind, fields: batchFields(table, [row]), pinned: false, locked: this.locked, whole: false };
    const statement = statementOf(table, form);
    const found = await this.query(statement, writeValues(table, statement, [row], [], this.guard));
    if (found[0]?.['held'] !== true) throw new GuardLost();
    const [version] = outcome(table, kind, [row], found) ?? [];
    const [was] = oldPlacements(table, found);
    const after = kind === 'delete' ? [] : [placementAfter(table, row.values, was)];
    for (const key of touchedKeys(table, row.key, was === undefined ? after : [was, ...after])) this.touched.add(key);
    return version as bigint;
  }
}
