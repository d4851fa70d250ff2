import type { GuardedWrites } from '../coherence/guarded-write.js';
import { guardLost } from '../coherence/guarded-write.js';
import type { Guard } from '../coherence/epoch-watch.js';
import type { CallOptions, Database, Rows } from '../database/database.js';
import { AlreadyExists, InvalidInput, NotFound, VersionConflict } from '../errors.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';
import { cacheKey } from './source.js';
import { writeStatement } from './write-statements.js';
import type { WriteKind, WriteStatement } from './write-statements.js';

/** One row to write. */
export interface RowWrite {
  readonly key: string;
  /** Version that the row must have; undefined: any. */
  readonly expected?: bigint | undefined;
  /** New values, all writes of a batch having the same fields. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Writes rows of one table, announced in the cache before and lifted after. */
export class Writer {
  readonly #statements = new Map<string, WriteStatement>();

  constructor(
    private readonly database: Database,
    private readonly writes: GuardedWrites,
    private readonly table: Table,
  ) {}

  /** Writes all rows or none; gives their new versions, in order. */
  async write(kind: WriteKind, rows: readonly RowWrite[], options: CallOptions = {}): Promise<bigint[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const keys = new Set(rows.map(({ key }) => key));
    if (keys.size < rows.length) throw new InvalidInput(`a batch of ${this.table.name} names the same key twice`);
    const statement = this.#statement(kind, Object.keys(first.values));
    const cacheKeys = [...keys].map((key) => cacheKey(this.table.cacheName, key));
    const result = await this.writes.run(cacheKeys, async (guard) => {
      const found = await this.database.run(statement, this.#values(statement, rows, guard), options);
      return found[0]?.['held'] === true ? found : guardLost;
    });
    return this.#versions(kind, rows, result);
  }

  #statement(kind: WriteKind, fields: readonly string[]): WriteStatement {
    const id = `${kind} ${fields.join(' ')}`;
    let statement = this.#statements.get(id);
    if (statement === undefined) {
      statement = writeStatement(this.table, kind, fields);
      this.#statements.set(id, statement);
    }
    return statement;
  }

  #values(statement: WriteStatement, rows: readonly RowWrite[], guard: Guard): unknown[] {
    return [
      guard.generation,
      guard.deadline,
      rows.map(({ key }) => key),
      rows.map(({ expected }) => expected?.toString() ?? null),
      ...statement.fields.map((field) => {
        const found = column(this.table, field);
        return rows.map(({ values }) => found.bind(values[field]));
      }),
    ];
  }

  #versions(kind: WriteKind, rows: readonly RowWrite[], found: Rows): bigint[] {
    return rows.map((row, index) => {
      const { before, after } = found[index] as { before: string | null; after: string | null };
      if (after !== null) return BigInt(after);
      const name = `${this.table.cacheName} ${row.key}`;
      if (kind === 'create' && before !== null) throw new AlreadyExists(name);
      if (before === null && row.expected === undefined) throw new NotFound(name);
      const version = before === null ? undefined : BigInt(before);
      if (row.expected !== undefined && row.expected !== version)
        throw new VersionConflict(name, row.expected, version);
      return 0n;
    });
  }
}
