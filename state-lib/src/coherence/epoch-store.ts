import type { Database, Statement } from '../database/database.js';

/** The row that says which Redis, in which incarnation, may be trusted: the database is the arbiter. */
export interface Epoch {
  /** Grows by one with each move; what was cached under another generation is never read. */
  readonly generation: number;
  /** `run_id:replid` of the trusted primary; empty: none is. */
  readonly incarnation: string;
  /** Milliseconds since an incarnation was last revoked, by the database's clock. */
  readonly revokedAgo: number;
  /** Milliseconds since the last move, by the database's clock. */
  readonly movedAgo: number;
  /** The database's clock, in milliseconds since 1970. */
  readonly clock: number;
}

const milliseconds = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000)::FLOAT8`;

const columns = `generation, incarnation, ${milliseconds('clock_timestamp() - revoked_at')} AS revoked_ago, ${milliseconds(
  'clock_timestamp() - moved_at',
)} AS moved_ago, ${milliseconds('clock_timestamp()')} AS clock`;

export const epochStatements = {
  read: { label: 'epoch.read', text: `SELECT ${columns} FROM cache_epoch WHERE scope = 'state'` },
  create: {
    label: 'epoch.create',
    text: `INSERT INTO cache_epoch (scope, generation, incarnation, revoked_at, moved_at)
VALUES ('state', 1, '', now(), now()) ON CONFLICT (scope) DO NOTHING`,
  },
  move: {
    label: 'epoch.move',
    text: `UPDATE cache_epoch SET generation = generation + 1, incarnation = $2::VARCHAR, moved_at = clock_timestamp(),
revoked_at = CASE WHEN incarnation = '' THEN revoked_at ELSE clock_timestamp() END
WHERE scope = 'state' AND generation = $1::INT8 AND clock_timestamp() - moved_at >= $3::FLOAT8 * INTERVAL '1 millisecond'`,
  },
} as const satisfies Record<string, Statement>;

/** Reads and moves the epoch. */
export class EpochStore {
  constructor(private readonly database: Database) {}

  /** Creates the row where it is missing. */
  async read(): Promise<Epoch> {
    let [row] = await this.database.run(epochStatements.read, []);
    if (row === undefined) {
      await this.database.run(epochStatements.create, []);
      [row] = await this.database.run(epochStatements.read, []);
    }
    if (row === undefined) throw new Error('table cache_epoch takes no row: apply the migrations and check its grants');
    return {
      generation: Number(row['generation']),
      incarnation: row['incarnation'] as string,
      revokedAgo: row['revoked_ago'] as number,
      movedAgo: row['moved_ago'] as number,
      clock: row['clock'] as number,
    };
  }

  /** Moves on from `generation` if it is still the current one and at least `age` milliseconds old; else changes nothing. */
  async move(generation: number, incarnation: string, age: number): Promise<void> {
    await this.database.run(epochStatements.move, [generation, incarnation, age]);
  }
}
