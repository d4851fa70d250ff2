import type { Rows } from '../database/database.js';
import { AlreadyExists, NotFound, VersionConflict } from '../errors.js';
import { column } from '../schema/table.js';
import type { Placed, Table } from '../schema/table.js';
import type { RowWrite } from './row-writes.js';
import type { WriteKind } from './write-statements.js';

/** Where the rows of a result were before the write; undefined: nowhere. */
export function oldPlacements(table: Table, found: Rows): (Placed['placement'] | undefined)[] {
  return found.map((raw) => {
    if (raw['before'] === null) return undefined;
    return Object.fromEntries(table.placement.map((field) => [field, raw[`was_${column(table, field).name}`]]));
  });
}

/** Whether all rows of a batch were written, rather than none. */
export function isWritten(found: Rows): boolean {
  return found.every(({ after }) => after !== null);
}

/** New versions of the rows, or undefined when rows were elsewhere than expected. Throws what else kept the batch from being written. */
export function outcome(table: Table, kind: WriteKind, rows: readonly RowWrite[], found: Rows): bigint[] | undefined {
  if (isWritten(found)) return found.map(({ after }) => after as bigint);
  for (const [index, { key, expected }] of rows.entries()) {
    const before = found[index]?.['before'] as bigint | null | undefined;
    const name = `${table.cacheName} ${key}`;
    if (kind === 'create') {
      if (typeof before === 'bigint' || (found[index]?.['after'] === null && rows.length === 1))
        throw new AlreadyExists(name);
    } else if (typeof before !== 'bigint') {
      if (expected !== undefined) throw new VersionConflict(name, expected, undefined);
      if (kind !== 'upsert') throw new NotFound(name);
    } else if (expected !== undefined && expected !== before) throw new VersionConflict(name, expected, before);
  }
  return undefined;
}
