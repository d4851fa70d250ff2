/**
 * Every statement that the smoke checks send to the database, each valid in CockroachDB and in PostgreSQL unless its name says
 * otherwise. What proves that a role may not do something can never succeed, whoever sends it: it names a table that does not
 * exist, a column that is there already, or no row at all.
 */
export const sql = {
  version: 'SELECT version()',
  selectRegion: 'SELECT player_count, version FROM regions WHERE region_id = $1',
  insertRegion:
    'INSERT INTO regions (region_id, region_x, region_y, region_z, last_modified, is_active, player_count, entity_count, version) ' +
    'VALUES ($1, $2, $3, $4, now(), false, $5, 0, 1)',
  deleteRegion: 'DELETE FROM regions WHERE region_id = $1',
  dropTable: 'DROP TABLE regions, smoke_no_such_table',
  truncateTable: 'TRUNCATE TABLE regions, smoke_no_such_table',
  alterTable: 'ALTER TABLE regions ADD COLUMN region_id VARCHAR(64)',
  createTable: 'CREATE TABLE regions (region_id VARCHAR(64) PRIMARY KEY)',
  createIndex: 'CREATE INDEX smoke_no_such_index ON regions (smoke_no_such_column)',
  insertNothing: 'INSERT INTO regions (region_id) SELECT region_id FROM regions WHERE false',
  updateNothing: 'UPDATE regions SET version = version WHERE false',
  deleteNothing: 'DELETE FROM regions WHERE false',
  readNothing: 'SELECT region_id FROM regions WHERE false',
  connection: 'SELECT pg_backend_pid()::INT8 AS connection, $1::INT8 AS answer',
  begin: 'BEGIN',
  rollback: 'ROLLBACK',
  /** CockroachDB only. */
  showLocality: 'SHOW LOCALITY',
} as const;

/** CockroachDB only: the value of one cluster setting, whose name must be one of our own. */
export function showClusterSetting(name: string): string {
  if (!/^[a-z][a-z0-9_.]*$/.test(name)) throw new Error(`not the name of a cluster setting: ${JSON.stringify(name)}`);
  return `SHOW CLUSTER SETTING ${name}`;
}
