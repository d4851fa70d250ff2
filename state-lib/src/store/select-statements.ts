import type { Statement } from '../database/database.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';
import { boundedAnswer, boundedBytes } from './byte-bound.js';
import { listLimit } from './page.js';

/** All columns of a table, by name, so that a new column does not change a prepared statement's result. */
export function columnList(table: Table, alias: string): string {
  return columnNames(table)
    .map((name) => `${alias}.${name}`)
    .join(', ');
}

function columnNames(table: Table): string[] {
  return Object.values(table.columns).map(({ name }) => name);
}

/** Rows by primary key. $1: keys. */
export function selectByKeys(table: Table): Statement {
  const key = column(table, table.key);
  return {
    label: `${table.name}.get`,
    text: `SELECT ${columnList(table, 't')} FROM unnest($1::${key.type}[]) AS k(id) JOIN ${table.name} AS t ON t.${key.name} = k.id`,
  };
}

/** The same, bounded by its bytes: for many keys. */
export function selectManyByKeys(table: Table): Statement {
  const text = boundedAnswer(table, selectByKeys(table).text, columnNames(table));
  return { label: `${table.name}.get_many`, text };
}

/** The first rows of each list of the rows with one value of a field, one more than a list holds. $1: values, which are the lists' ids. */
export function selectLists(table: Table, field: string): Statement {
  const key = column(table, table.key).name;
  const by = column(table, field);
  const text = `SELECT k.id AS ps_list, ${columnList(table, 't')} FROM unnest($1::${by.type}[]) AS k(id) CROSS JOIN LATERAL (
  SELECT ${columnList(table, 'r')} FROM ${table.name} AS r WHERE r.${by.name} = k.id ORDER BY r.${key} LIMIT ${listLimit + 1}
) AS t ORDER BY k.id, t.${key}`;
  const names = ['ps_list', ...columnNames(table)];
  return { label: `${table.name}.lists`, text: boundedBytes(table, text, names, { order: key, list: 'ps_list' }) };
}

/** The same, bounded by its bytes: for many lists. */
export function selectManyLists(table: Table, field: string): Statement {
  const names = ['ps_list', ...columnNames(table), 'ps_listed'];
  const order = `ps_list, ${column(table, table.key).name}`;
  return {
    label: `${table.name}.lists_many`,
    text: boundedAnswer(table, selectLists(table, field).text, names, order),
  };
}

/** One page of a list, in the order of the key. $1: the field's value, then equal values of `filters`, then key to start after, limit. */
export function selectPage(table: Table, field: string, filters: readonly string[]): Statement {
  const key = column(table, table.key);
  const equal = [field, ...filters].map((name, index) => `t.${column(table, name).name} = $${index + 1}`);
  const after = equal.length + 1;
  const text = `SELECT ${columnList(table, 't')} FROM ${table.name} AS t WHERE ${equal.join(' AND ')} AND t.${key.name} > $${after}::${key.type} ORDER BY t.${key.name} LIMIT $${after + 1}::INT8`;
  return { label: `${table.name}.page`, text: boundedBytes(table, text, columnNames(table), { order: key.name }) };
}

/** Some columns of rows by primary key. $1: keys. */
export function selectFields(table: Table, label: string, fields: readonly string[]): Statement {
  const key = column(table, table.key);
  const columns = fields.map((field) => `t.${column(table, field).name}`).join(', ');
  return {
    label: `${table.name}.${label}`,
    text: `SELECT ${columns} FROM unnest($1::${key.type}[]) AS k(id) JOIN ${table.name} AS t ON t.${key.name} = k.id`,
  };
}

/**
 * Rows with a time of at least $1, the longest ago first. $2, $3: time and key to start after, $4: limit. `at` is the time as text, to the
 * microsecond.
 */
export function selectSince(table: Table, field: string): Statement {
  const [key, time] = [column(table, table.key), column(table, field).name];
  const text = `SELECT ${columnList(table, 't')}, t.${time}::VARCHAR AS at FROM ${table.name} AS t WHERE t.${time} >= $1::TIMESTAMPTZ
AND (t.${time}, t.${key.name}) > ($2::TIMESTAMPTZ, $3::${key.type}) ORDER BY t.${time}, t.${key.name} LIMIT $4::INT8`;
  const names = [...columnNames(table), 'at'];
  return {
    label: `${table.name}.since`,
    text: boundedBytes(table, text, names, { order: `${time}, ${key.name}` }),
  };
}

/** Rows with one value of a field ($1), the newest first. $2, $3: time and key to start after, $4: limit. `at` as above. */
export function selectNewest(table: Table, by: string, field: string): Statement {
  const [key, time] = [column(table, table.key), column(table, field).name];
  const text = `SELECT ${columnList(table, 't')}, t.${time}::VARCHAR AS at FROM ${table.name} AS t WHERE t.${column(table, by).name} = $1
AND (t.${time}, t.${key.name}) < ($2::TIMESTAMPTZ, $3::${key.type}) ORDER BY t.${time} DESC, t.${key.name} DESC LIMIT $4::INT8`;
  const names = [...columnNames(table), 'at'];
  return {
    label: `${table.name}.newest`,
    text: boundedBytes(table, text, names, { order: `${time} DESC, ${key.name} DESC` }),
  };
}
