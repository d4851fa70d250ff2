import type { PoolClient } from 'pg';
import type { Guard } from '../coherence/epoch-watch.js';
import type { Database, Rows, Statement, Values } from '../database/database.js';
import { Drain } from '../drain.js';
import { Contended } from '../errors.js';
import { parseRow } from '../schema/table.js';
import type { Columns, NewRow, RowChange, RowOf, Table } from '../schema/table.js';
import { batchFields, placementAfter, statementOf, touchedKeys, writeValues } from './row-writes.js';
import type { Expecting, ExpectingEach, RowWrite } from './row-writes.js';
import { selectByKeys } from './select-statements.js';
import type { KeyedChange, TableStore } from './table-store.js';
import { weightOf } from './write-budget.js';
import type { WriteBudget } from './write-budget.js';
import { oldPlacements, outcome } from './write-outcome.js';
import type { WriteKind } from './write-statements.js';

/** Thrown through the caller's function when the epoch moved; the transaction is tried again. */
export class GuardLost extends Error {}

/**
 * Reads and writes in one transaction, on any tables. Reads see its own writes and nothing of the cache. It ends when the function that it
 * was given to has returned or thrown and its calls under way have ended; later ones throw Closed. Plural forms take at most 1,000 rows and are one statement each, which writes
 * all of them, or none and throws NotFound, AlreadyExists or VersionConflict; the transaction may go on after these.
 */
export class Transaction {
  /** Cache keys of all that was written. */
  readonly touched = new Set<string>();
  readonly #calls = new Drain(
    'the transaction ended before this call: nothing was done; its function must wait for every call before it returns or throws',
  );

  constructor(
    private readonly database: Pick<Database, 'on'>,
    private readonly budget: Pick<WriteBudget, 'spend'>,
    private readonly client: PoolClient,
    private readonly guard: Guard,
    private readonly locked: boolean,
  ) {}

  /** The row as this transaction sees it; undefined: no such row. */
  async get<C extends Columns>(store: TableStore<C>, key: string): Promise<RowOf<C> | undefined> {
    return (await this.getMany(store, [key]))[0];
  }

  /** Rows in the order of their keys. */
  async getMany<C extends Columns>(store: TableStore<C>, keys: readonly string[]): Promise<(RowOf<C> | undefined)[]> {
    const { table } = store;
    store.checkCount(keys.length);
    if (keys.length === 0) return [];
    const rows = await this.query(selectByKeys(table), [keys.map((key) => store.key(key))]);
    const found = new Map(
      rows.map((raw) => {
        const row = parseRow(table, raw);
        return [(row as Record<string, unknown>)[table.key] as string, row];
      }),
    );
    return keys.map((key) => found.get(store.key(key)));
  }

  /** Creates a row; gives its version. Throws AlreadyExists. */
  async create<C extends Columns>(store: TableStore<C>, row: NewRow<C>): Promise<bigint> {
    return first(await this.createMany(store, [row]));
  }

  /** Creates rows; gives their versions. Throws AlreadyExists. */
  async createMany<C extends Columns>(store: TableStore<C>, rows: readonly NewRow<C>[]): Promise<bigint[]> {
    return await this.#write(store, 'create', store.writes(rows));
  }

  /** Creates or replaces a row; gives its version. Throws VersionConflict when `expected` is not its version. */
  async put<C extends Columns>(store: TableStore<C>, row: NewRow<C>, { expected }: Expecting = {}): Promise<bigint> {
    return first(await this.putMany(store, [row], { expected: [expected] }));
  }

  /** Creates or replaces rows; gives their versions. Throws VersionConflict when one of `expected` is not its row's version. */
  async putMany<C extends Columns>(
    store: TableStore<C>,
    rows: readonly NewRow<C>[],
    options?: ExpectingEach,
  ): Promise<bigint[]> {
    return await this.#write(store, 'upsert', store.writes(rows, options));
  }

  /** Changes the given fields of a row; gives its version. Throws NotFound, or VersionConflict when `expected` is not its version. */
  async update<C extends Columns>(
    store: TableStore<C>,
    key: string,
    change: RowChange<C>,
    { expected }: Expecting = {},
  ): Promise<bigint> {
    return first(await this.updateMany(store, [{ key, change, expected }]));
  }

  /** Changes rows, the same fields of all; gives their versions. Throws NotFound, or VersionConflict as `update` does. */
  async updateMany<C extends Columns>(store: TableStore<C>, changes: readonly KeyedChange<C>[]): Promise<bigint[]> {
    return await this.#write(store, 'update', store.changes(changes));
  }

  /** Deletes a row. Throws NotFound, or VersionConflict when `expected` is not its version. */
  async delete<C extends Columns>(store: TableStore<C>, key: string, { expected }: Expecting = {}): Promise<void> {
    await this.deleteMany(store, [key], { expected: [expected] });
  }

  /** Deletes rows. Throws NotFound, or VersionConflict when one of `expected` is not its row's version. */
  async deleteMany<C extends Columns>(
    store: TableStore<C>,
    keys: readonly string[],
    options?: ExpectingEach,
  ): Promise<void> {
    await this.#write(store, 'delete', store.deletions(keys, options));
  }

  /** Runs a statement of the caller's own. It must not write to tables of the library, whose cached values it would leave behind. */
  async query(statement: Statement, values: Values): Promise<Rows> {
    return await this.#calls.run(async () => await this.database.on(this.client, statement, values));
  }

  /** Refuses further calls and waits for those under way: what is sent after its end would be committed alone, and unannounced. */
  async end(): Promise<void> {
    await this.#calls.close();
  }

  async #write<C extends Columns>(
    { table }: TableStore<C>,
    kind: WriteKind,
    rows: readonly RowWrite[],
  ): Promise<bigint[]> {
    if (rows.length === 0) return [];
    return await this.#calls.run(async () => await this.#written(table, kind, rows));
  }

  async #written(table: Table, kind: WriteKind, rows: readonly RowWrite[]): Promise<bigint[]> {
    const form = { kind, fields: batchFields(table, rows), pinned: false, locked: this.locked, whole: false };
    const statement = statementOf(table, form);
    const found = await this.budget.spend(
      weightOf(table, rows),
      async () => await this.database.on(this.client, statement, writeValues(table, statement, rows, [], this.guard)),
    );
    if (found[0]?.['held'] !== true) throw new GuardLost();
    const versions = outcome(table, kind, rows, found);
    const was = oldPlacements(table, found);
    for (const [index, { key, values: fields }] of rows.entries()) {
      const old = was[index];
      const after = kind === 'delete' ? old : placementAfter(table, fields, old);
      const placements = [old, after].filter((placement) => placement !== undefined);
      for (const touched of touchedKeys(table, key, placements)) this.touched.add(touched);
    }
    // Nothing is pinned, so that there is no place where a row could have been missed.
    if (versions === undefined) throw new Contended(`rows of ${table.name} changed while they were written`);
    return versions;
  }
}

function first<T>(values: readonly T[]): T {
  return values[0] as T;
}
