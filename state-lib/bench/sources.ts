import { Pool } from 'pg';
import type { Programs } from './programs.js';

export const rowColumns =
  't.id, t.region_id, t.entity_type, t.position, t.payload, t.created_at, t.updated_at, t.version';

export const joinStatement = {
  name: 'hand_join',
  text: `SELECT ${rowColumns} FROM unnest($1::UUID[]) AS k(id) JOIN entities AS t ON t.id = k.id`,
};

export const oneStatement = { name: 'hand_one', text: `SELECT ${rowColumns} FROM entities AS t WHERE t.id = $1` };

export function jsonRow(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** The pool that a user writes by hand: 10 connections through PgBouncer, with pg's defaults. */
export function handPool(programs: Programs, max = 10): Pool {
  const { pgbouncer: port, database, user, password } = programs;
  return new Pool({ host: '127.0.0.1', port, database, user, password, max });
}

export interface RowReader {
  readonly queries: () => number;
  /** Rows that were read. */
  readonly rows: () => number;
  load(key: string): Promise<unknown>;
  loadMany(keys: readonly string[]): Promise<unknown[]>;
  close(): Promise<void>;
}

interface Statements {
  readonly one: { readonly name: string; readonly text: string };
  readonly many: { readonly name: string; readonly text: string };
}

const entityStatements: Statements = { one: oneStatement, many: joinStatement };

/** Regions, under the name `id` for the key. */
export const regionStatements: Statements = {
  one: {
    name: 'hand_region',
    text: 'SELECT t.region_id AS id, t.* FROM regions AS t WHERE t.region_id = $1',
  },
  many: {
    name: 'hand_regions',
    text: 'SELECT t.region_id AS id, t.* FROM unnest($1::VARCHAR[]) AS k(id) JOIN regions AS t ON t.region_id = k.id',
  },
};

/** What peers load their misses with; entities unless told otherwise. */
export function readRow(programs: Programs, { one, many } = entityStatements): RowReader {
  const pool = handPool(programs);
  let [queries, read] = [0, 0];
  return {
    queries: () => queries,
    rows: () => read,
    load: async (key) => {
      queries += 1;
      read += 1;
      return (await pool.query({ ...one, values: [key] })).rows[0];
    },
    loadMany: async (keys) => {
      queries += 1;
      read += keys.length;
      const { rows } = await pool.query<{ id: string }>({ ...many, values: [keys] });
      const found = new Map(rows.map((row) => [row.id, row]));
      return keys.map((key) => found.get(key));
    },
    close: async () => await pool.end(),
  };
}
