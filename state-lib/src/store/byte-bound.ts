import type { Rows } from '../database/database.js';
import type { Table } from '../schema/table.js';

/**
 * Bytes of JSON after which a page or a cached list takes no further row: 4 MiB, so that one of a thousand rows of 1 MiB ends after
 * the fifth row at the latest rather than with the process. A page always has one row at least.
 */
export const pageBytes = 4 * 2 ** 20;

/**
 * Bounds the rows of a statement by their bytes. `names`: columns of `inner`; `order`: its order, in which no two rows of a list are
 * equal; `list`: column that tells its lists apart. `ps_listed` of a row: how many rows its list would have without the bound.
 */
export function boundedBytes(
  table: Table,
  inner: string,
  names: readonly string[],
  { order, list }: { readonly order: string; readonly list?: string },
): string {
  const large = Object.values(table.columns).filter(({ type }) => type === 'JSONB');
  if (large.length === 0) return inner;
  const bytes = large.map(({ name }) => `coalesce(octet_length(s.${name}::VARCHAR), 0)`).join(' + ');
  const each = list === undefined ? '' : `PARTITION BY s.${list} `;
  return `SELECT ${names.map((name) => `b.${name}`).join(', ')}, b.ps_listed FROM (
  SELECT s.*, count(*) OVER (${list === undefined ? '' : `PARTITION BY s.${list}`}) AS ps_listed,
    sum(${bytes}) OVER (${each}ORDER BY ${orderOf('s', order)}) - (${bytes}) AS ps_before
  FROM (${inner}) AS s
) AS b WHERE b.ps_before < ${pageBytes} ORDER BY ${list === undefined ? '' : `b.${list}, `}${orderOf('b', order)}`;
}

function orderOf(alias: string, order: string): string {
  return order.replaceAll(/\b[a-z_]\w*/g, (name) => `${alias}.${name}`);
}

/** Whether rows that belong to the same list were left out for their bytes. */
export function isCut(rows: Rows): boolean {
  const listed = rows[0]?.['ps_listed'];
  return listed !== undefined && Number(listed) > rows.length;
}
