/**
 * Statements of the migration program. What it keeps is in a schema of its own, so that privileges on the tables of the schema `public`
 * never reach it.
 */
export const migrateStatements = {
  version: 'SELECT version() AS version',
  createSchema: 'CREATE SCHEMA IF NOT EXISTS migrations',
  createApplied: `CREATE TABLE IF NOT EXISTS migrations.applied (
  name VARCHAR(200) NOT NULL PRIMARY KEY,
  checksum VARCHAR(64) NOT NULL,
  applied_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  milliseconds INT8 NOT NULL
)`,
  createLock: `CREATE TABLE IF NOT EXISTS migrations.lock (
  scope VARCHAR(32) NOT NULL PRIMARY KEY,
  holder VARCHAR(64) NOT NULL,
  held_until TIMESTAMPTZ NOT NULL
)`,
  createLease: `INSERT INTO migrations.lock (scope, holder, held_until) VALUES ('schema', '', now()) ON CONFLICT (scope) DO NOTHING`,
  /** $1: holder, $2: milliseconds. Gives a row when the lock is this holder's now. */
  hold: `UPDATE migrations.lock SET holder = $1::VARCHAR, held_until = clock_timestamp() + $2::FLOAT8 * INTERVAL '1 millisecond'
WHERE scope = 'schema' AND (holder = $1::VARCHAR OR held_until < clock_timestamp()) RETURNING holder`,
  /** $1: holder. */
  release: `UPDATE migrations.lock SET held_until = clock_timestamp() WHERE scope = 'schema' AND holder = $1::VARCHAR`,
  applied: 'SELECT name, checksum, applied_at FROM migrations.applied ORDER BY name',
  /** $1: name, $2: checksum, $3: milliseconds. */
  record: `INSERT INTO migrations.applied (name, checksum, milliseconds) VALUES ($1::VARCHAR, $2::VARCHAR, $3::INT8)
ON CONFLICT (name) DO NOTHING`,
} as const;
