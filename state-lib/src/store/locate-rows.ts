import type { Database, Statement } from '../database/database.js';
import { column } from '../schema/table.js';
import type { Table } from '../schema/table.js';
import type { Placements } from './placements.js';
import { selectFields } from './select-statements.js';

/** Where rows are, without what they hold, however large. $1: keys. */
export function selectPlaces(table: Table): Statement {
  return selectFields(table, 'places', [table.key, ...table.placement]);
}

/** Learns where rows of these keys are. */
export function rowLocator(
  database: Pick<Database, 'run'>,
  table: Table,
  placements: Placements,
): (keys: readonly string[]) => Promise<void> {
  const statement = selectPlaces(table);
  const fields = [table.key, ...table.placement].map((field) => [field, column(table, field)] as const);
  return async (keys) => {
    for (const raw of await database.run(statement, [keys])) {
      const row = Object.fromEntries(
        fields.map(([field, found]) => [field, raw[found.name] === null ? null : found.parse(raw[found.name])]),
      );
      placements.learn(row[table.key] as string, row);
    }
  };
}
