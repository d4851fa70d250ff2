import type { Rows } from '../database/database.js';
import { Overloaded } from '../errors.js';
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
  const bytes = bytesOf(table, 's');
  if (bytes === undefined) return inner;
  const each = list === undefined ? '' : `PARTITION BY s.${list} `;
  return `SELECT ${names.map((name) => `b.${name}`).join(', ')}, b.ps_listed FROM (
  SELECT s.*, count(*) OVER (${list === undefined ? '' : `PARTITION BY s.${list}`}) AS ps_listed,
    sum(${bytes}) OVER (${each}ORDER BY ${orderOf('s', order)}) - (${bytes}) AS ps_before
  FROM (${inner}) AS s
) AS b WHERE b.ps_before < ${pageBytes} ORDER BY ${list === undefined ? '' : `b.${list}, `}${orderOf('b', order)}`;
}

/** Bytes of JSON of one answer of the database, beyond which it is refused: rows of many keys, or many lists, that were asked for at once. */
export const answerBytes = 64 * 2 ** 20;

/** As many rows of the largest kind, or lists, are asked for without a bound of the whole answer, which costs the database time. */
export const boundedFrom = { rows: 128, lists: 16 } as const;

/** Keeps a statement from answering more than `answerBytes`: then it has one row, by which `refuseLarge` knows. `order`: of the rows, if any. */
export function boundedAnswer(table: Table, inner: string, names: readonly string[], order?: string): string {
  const bytes = bytesOf(table, 'i');
  if (bytes === undefined) return inner;
  return `SELECT ${names.map((name) => `a.${name}`).join(', ')}, a.ps_total FROM (
  SELECT i.*, sum(${bytes}) OVER () AS ps_total, row_number() OVER () AS ps_row FROM (${inner}) AS i
) AS a WHERE a.ps_total <= ${answerBytes} OR a.ps_row = 1${order === undefined ? '' : ` ORDER BY ${orderOf('a', order)}`}`;
}

/** Throws Overloaded when rows were left out of a bounded answer. `total`: `ps_total` of its first row; undefined: it is not bounded. */
export function refuseLarge({ name }: Table, total: unknown): void {
  const bytes = Number(total ?? 0);
  if (bytes <= answerBytes) return;
  throw new Overloaded(
    `${bytes} bytes of ${name} were asked for at once, at most ${answerBytes} may be; ask for fewer`,
  );
}

/** Whether rows of a table may be large, so that statements bound them. */
export function isBounded(table: Table): boolean {
  return bytesOf(table, 't') !== undefined;
}

/** SQL of the bytes of a row's JSON; undefined: it has none. */
function bytesOf(table: Table, alias: string): string | undefined {
  const large = Object.values(table.columns).filter(({ type }) => type === 'JSONB');
  const each = large.map(({ name }) => `coalesce(octet_length(${alias}.${name}::VARCHAR), 0)`);
  return each.length === 0 ? undefined : each.join(' + ');
}

function orderOf(alias: string, order: string): string {
  return order.replaceAll(/\b[a-z_]\w*/g, (name) => `${alias}.${name}`);
}

/** Whether rows that belong to the same list were left out for their bytes. */
export function isCut(rows: Rows): boolean {
  const listed = rows[0]?.['ps_listed'];
  return listed !== undefined && Number(listed) > rows.length;
}
