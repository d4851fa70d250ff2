import { generationText } from '../cache/frame.js';
import type { Successor } from '../cache/redis-cache.js';
import type { Announcement } from '../coherence/guarded-write.js';
import type { Rows } from '../database/database.js';
import type { Table } from '../schema/table.js';
import type { RowWrite } from './row-writes.js';
import { cacheKey } from './source.js';
import type { Source } from './source.js';
import { writtenRow } from './write-statements.js';
import type { WriteKind } from './write-statements.js';

/** A write that was announced and done; `found`: what its whole statement answered. */
export interface Done {
  readonly table: Table;
  readonly kind: WriteKind;
  readonly rows: readonly RowWrite[];
  readonly found: Rows;
}

/**
 * Characters that one write hands over: more of them might take longer than a command may, and what is not handed over is read again. A guess; rows
 * of a usual batch take a tenth.
 */
const mostHandedOver = 262_144;

/** Whether readers are given a previous value of any of the rows. */
export function hasPrevious(table: Table, rows: readonly RowWrite[], { previous }: Announcement): boolean {
  return previous.size > 0 && rows.some(({ key }) => previous.has(cacheKey(table.cacheName, key)));
}

/** The rows as they were written, each to take the place of its previous value. */
export function successors(
  source: Pick<Source<unknown>, 'encode' | 'ttlMs'>,
  { table, kind, rows, found }: Done,
  { guard, writer, previous }: Announcement,
): Successor[] {
  const mark = { generation: generationText(guard.generation), token: writer };
  const heat = { reads: 0, since: performance.now() };
  let left = mostHandedOver;
  return rows.flatMap(({ key: id }, index) => {
    const key = cacheKey(table.cacheName, id);
    const header = previous.get(key);
    if (header === undefined) return [];
    const row = kind === 'delete' ? undefined : writtenRow(table, found[index] as Rows[number]);
    const ttlMs = source.ttlMs(table.cacheName, id, heat, row === undefined);
    const value = source.encode(row, mark);
    left -= value.length;
    return left < 0 ? [] : [{ key, header, value, ttlMs }];
  });
}
