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

/** What peers load their misses with. */
export function readRow(programs: Programs): {
  readonly queries: () => number;
  load(key: string): Promise<unknown>;
  loadMany(keys: readonly string[]): Promise<unknown[]>;
} {
  const pool = handPool(programs);
  let queries = 0;
  return {
    queries: () => queries,
    load: async (key) => {
      queries += 1;
      return (await pool.query({ ...oneStatement, values: [key] })).rows[0];
    },
    loadMany: async (keys) => {
      queries += 1;
      const { rows } = await pool.query<{ id: string }>({ ...joinStatement, values: [keys] });
      const found = new Map(rows.map((row) => [row.id, row]));
      return keys.map((key) => found.get(key));
    },
  };
}
