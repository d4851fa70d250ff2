import type { Statement } from '../database/database.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';

/** All columns of a table, by name, so that a new column does not change a prepared statement's result. */
export function columnList(table: Table, alias: string): string {
  return Object.values(table.columns)
    .map(({ name }) => `${alias}.${name}`)
    .join(', ');
}

/** Rows by primary key. $1: keys. */
export function selectByKeys(table: Table): Statement {
  const key = column(table, table.key);
  return {
    label: `${table.name}.get`,
    text: `SELECT ${columnList(table, 't')} FROM unnest($1::${key.type}[]) AS k(id) JOIN ${table.name} AS t ON t.${key.name} = k.id`,
  };
}
