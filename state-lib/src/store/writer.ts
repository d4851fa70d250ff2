import type { Announcement, GuardedWrites } from '../coherence/guarded-write.js';
import { guardLost } from '../coherence/guarded-write.js';
import type { CallOptions, Database, Rows } from '../database/database.js';
import { Contended } from '../errors.js';
import type { Placed, Table } from '../schema/table.js';
import type { Placements } from './placements.js';
import { batchFields, placementAfter, statementOf, touchedKeys, writeValues } from './row-writes.js';
import type { RowWrite } from './row-writes.js';
import type { Source } from './source.js';
import { hasPrevious, successors } from './successors.js';
import type { WriteKind } from './write-statements.js';
import { isWritten, oldPlacements, outcome } from './write-outcome.js';

/** Writes rows of one table, each batch by one statement, announced in the cache before and lifted after. */
export class Writer {
  constructor(
    private readonly database: Pick<Database, 'run' | 'locked'>,
    private readonly writes: Pick<GuardedWrites, 'run'>,
    private readonly table: Table,
    private readonly source: Pick<Source<unknown>, 'encode' | 'ttlMs'>,
    private readonly placements: Placements,
    /** Learns where rows are. */
    private readonly locate: (keys: readonly string[]) => Promise<void>,
  ) {}

  /** Writes all rows or none; gives their new versions, in order. */
  async write(kind: WriteKind, rows: readonly RowWrite[], options: CallOptions = {}): Promise<bigint[]> {
    if (rows.length === 0) return [];
    const fields = batchFields(this.table, rows);
    const { locked } = this.database;
    await this.#locate(kind, rows);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const was = rows.map(({ key, values }) => this.#guess(kind, key, values));
      const keys = new Set<string>();
      for (const [index, { key, values }] of rows.entries()) {
        const old = was[index];
        const after = kind === 'delete' ? old : placementAfter(this.table, values, old);
        const placements = [old, after === old ? undefined : after].filter((placement) => placement !== undefined);
        for (const touched of touchedKeys(this.table, key, placements)) keys.add(touched);
      }
      const write = async (announced: Announcement): Promise<Rows | typeof guardLost> => {
        const whole = kind !== 'delete' && hasPrevious(this.table, rows, announced);
        const statement = statementOf(this.table, { kind, fields, pinned: true, locked, whole });
        const values = writeValues(this.table, statement, rows, was, announced.guard);
        const result = await this.database.run(statement, values, options);
        return result[0]?.['held'] === true ? result : guardLost;
      };
      const found = await this.writes.run([...keys], write, (result, announced) =>
        isWritten(result) ? successors(this.source, { table: this.table, kind, rows, found: result }, announced) : [],
      );
      const versions = outcome(this.table, kind, rows, found);
      this.#learn(kind, rows, found, versions !== undefined);
      if (versions !== undefined) return versions;
    }
    throw new Contended(`rows of ${this.table.name} moved again and again while they were written`);
  }

  async #locate(kind: WriteKind, rows: readonly RowWrite[]): Promise<void> {
    if (this.table.placement.length === 0 || kind === 'create' || kind === 'upsert') return;
    const unknown = rows.map(({ key }) => key).filter((key) => this.placements.guess(key) === undefined);
    if (unknown.length > 0) await this.locate(unknown);
  }

  #guess(kind: WriteKind, key: string, values: RowWrite['values']): Placed['placement'] | undefined {
    if (kind === 'create') return undefined;
    const known = this.placements.guess(key);
    return known ?? (kind === 'upsert' ? placementAfter(this.table, values, undefined) : undefined);
  }

  #learn(kind: WriteKind, rows: readonly RowWrite[], found: Rows, written: boolean): void {
    const old = oldPlacements(this.table, found);
    for (const [index, { key, values }] of rows.entries()) {
      const was = old[index];
      if (written && kind !== 'delete') this.placements.learn(key, placementAfter(this.table, values, was));
      else if (was !== undefined) this.placements.learn(key, was);
    }
  }
}
