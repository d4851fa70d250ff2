import { setTimeout } from 'node:timers/promises';
import { DatabaseError } from 'pg';

/** Rolled back for another's sake; made by another at the same moment; catalogue changed by another at the same moment (PostgreSQL). */
const passing = new Set(['40001', '40P01', '23505', '42P06', '42P07', '42710', 'XX000']);

/** Tries what can run again up to ten times while the database says that another session was in the way. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseError && passing.has(error.code ?? '')) || attempt === 10) throw error;
      await setTimeout(Math.random() * Math.min(2_000, 50 * 2 ** attempt));
    }
}
