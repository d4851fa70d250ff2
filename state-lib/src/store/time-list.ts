import type { Rows } from '../database/database.js';
import { InvalidInput } from '../errors.js';
import { column, parseRow } from '../schema/table.js';
import type { Columns, RowOf, Table } from '../schema/table.js';
import { isCut } from './byte-bound.js';
import { pageLimit, pageOf } from './page.js';
import type { Page, PageOptions } from './page.js';

/** Before every UUID and after every one: keys to start at. */
export const lowestUuid = '00000000-0000-0000-0000-000000000000';
export const highestUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Later than any time of a row. */
export const lastTime = '9999-12-31 23:59:59+00';

/** Place in a list that is ordered by time, then by key. */
interface Place {
  readonly time: string;
  readonly key: string;
}

/** A page of a list that is ordered by time; `next` is `time key`, the time as the database writes it. */
export async function timePage<C extends Columns>(
  table: Table<C>,
  options: PageOptions,
  start: Place,
  run: (place: Place, limit: number) => Promise<Rows>,
): Promise<Page<RowOf<C>>> {
  const limit = pageLimit(options.limit);
  const rows = await run(options.after === undefined ? start : parsePlace(options.after), limit + 1);
  const keyName = column(table, table.key).name;
  const cursor = (raw: Rows[number]): string => `${(raw['at'] as string).replace(' ', 'T')} ${raw[keyName] as string}`;
  const page = pageOf(rows, limit, cursor, isCut(rows));
  return { rows: page.rows.map((raw) => parseRow(table, raw)), next: page.next };
}

function parsePlace(cursor: string): Place {
  const [, time, key] = /^(\d{4,}-\d\d-\d\dT[\d:.+Z-]+) (.*)$/s.exec(cursor) ?? [];
  if (time === undefined || key === undefined)
    throw new InvalidInput(`after must be \`next\` of the page before, got ${JSON.stringify(cursor.slice(0, 80))}`);
  return { time, key };
}
