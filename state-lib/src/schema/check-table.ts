import { InvalidInput } from '../errors.js';
import { column } from './table.js';
import type { Table } from './table.js';

const sqlName = /^[a-z_][a-z0-9_]{0,62}$/;

/** Throws InvalidInput with every reason why the definition cannot be a table of the library. */
export function checkTable(table: Table): void {
  const columns = Object.entries(table.columns);
  const key = table.columns[table.key];
  const names = [table.cacheName, ...table.collections.map(({ cacheName }) => cacheName)];
  const faults = [
    ...[table.name, ...names, ...columns.map(([, { name }]) => name)]
      .filter((name) => !sqlName.test(name))
      .map((name) => `name ${JSON.stringify(name)} must be lower case letters, digits and _, at most 63`),
    ...columns
      .filter(([, { name }]) => name.startsWith('ps_'))
      .map(([, { name }]) => `column ${name} begins with ps_, as the library’s own do`),
    ...(new Set(columns.map(([, { name }]) => name)).size < columns.length ? ['each column must be used once'] : []),
    ...(names.includes('q') ? ['cacheName q is the library’s own'] : []),
    ...(new Set(names).size < names.length ? ['each cacheName must be used once'] : []),
    ...(key !== undefined && ['VARCHAR', 'UUID'].includes(key.type) && !key.nullable
      ? []
      : [`key ${table.key} must be a varchar() or uuid() column`]),
    ...(columns.some(
      ([field, { name, type, origin, nullable }]) =>
        !nullable &&
        [field, name, type, origin].every((one, index) => one === ['version', 'version', 'INT8', 'version'][index]),
    )
      ? []
      : [`column version must be int8('version', 'version'), not nullable`]),
    ...table.placement.filter((field) => table.columns[field]?.origin !== 'caller').map(notOfCaller),
    ...table.collections.flatMap(({ by }) => (by === undefined ? [] : listFaults(table, by))),
  ];
  if (faults.length > 0) throw new InvalidInput(`table ${table.name}: ${faults.join('; ')}`);
}

const notOfCaller = (field: string): string => `placement field ${field} must be a column that the caller sets`;

function listFaults(table: Table, by: string): string[] {
  if (!table.placement.includes(by)) return [`field ${by} of a list must be in placement`];
  const { type, nullable } = column(table, by);
  return type === 'VARCHAR' && !nullable ? [] : [`field ${by} of a list must be a varchar() column`];
}
