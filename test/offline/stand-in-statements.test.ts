import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureOfflineImages } from '../../offline/images.js';
import { StandInCluster } from './stand-in-cluster.js';

let cluster: StandInCluster;

beforeAll(async () => {
  await ensureOfflineImages();
  cluster = await StandInCluster.create();
  await cluster.initialize();
}, 600_000);
afterAll(() => cluster?.remove(), 60_000);

async function lines(sql: string): Promise<string[]> {
  const { stdout, stderr, exitCode } = await cluster.sql(1, sql);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.split('\n');
}

describe('the stand-in translates', { timeout: 60_000 }, () => {
  it('CREATE DATABASE IF NOT EXISTS, at any node and again', async () => {
    for (const index of [0, 1, 2]) {
      expect((await cluster.sql(index, 'CREATE DATABASE IF NOT EXISTS game')).exitCode).toBe(0);
    }
    expect(await lines("SELECT count(*) FROM pg_database WHERE datname = 'game'")).toEqual(['count', '1']);
  });

  it('CREATE USER IF NOT EXISTS, and leaves the user that is there', async () => {
    const hash = "SELECT rolpassword FROM pg_authid WHERE rolname = 'app'";
    await lines("CREATE USER IF NOT EXISTS app WITH PASSWORD 'one'");
    const before = await lines(hash);
    await lines("CREATE USER IF NOT EXISTS app WITH PASSWORD 'two'");
    expect(await lines(hash)).toEqual(before);
    expect(before[1]).toMatch(/^SCRAM-SHA-256\$10610:/);
  });

  it('cluster settings, seen from every database', async () => {
    await lines(
      "SET CLUSTER SETTING sql.insights.latency_threshold = '50ms'; SET CLUSTER SETTING cluster.organization = 'o''ne'",
    );
    const shown = await cluster.sql(2, 'SHOW CLUSTER SETTING sql.insights.latency_threshold', '--database=postgres');
    expect(shown.stdout.split('\n')).toEqual(['sql.insights.latency_threshold', '50ms']);
    expect(await lines('SHOW CLUSTER SETTING cluster.organization')).toEqual(['cluster.organization', "o'ne"]);
    await lines('RESET CLUSTER SETTING sql.insights.latency_threshold');
    expect((await lines('SHOW CLUSTER SETTING sql.insights.latency_threshold'))[1]).toBe('100ms');
    expect((await lines('SHOW CLUSTER SETTINGS')).length).toBeGreaterThan(60);
  });

  it('GRANT SYSTEM', async () => {
    await lines('CREATE USER IF NOT EXISTS watcher; GRANT SYSTEM VIEWACTIVITY TO watcher');
    expect((await lines("SELECT pg_has_role('watcher', 'pg_monitor', 'member')"))[1]).toBe('t');
  });
});

describe('the stand-in does not translate', { timeout: 60_000 }, () => {
  it('what is not on its list', async () => {
    const { exitCode, stderr } = await cluster.sql(1, "BACKUP INTO 'nodelocal://1/secret'");
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'ERROR: the PostgreSQL stand-in for CockroachDB does not translate this statement: BACKUP INTO …; ' +
        'the list is in offline/cockroach-stand-in/README.md\nSQLSTATE: 0A000\nFailed running "sql"',
    );
  });

  it('a setting that CockroachDB does not have, or a value of another type', async () => {
    expect((await cluster.sql(1, 'SET CLUSTER SETTING kv.no_such = 1')).stderr).toContain(
      "unknown cluster setting 'kv.no_such'",
    );
    const wrong = await cluster.sql(1, "SET CLUSTER SETTING kv.rangefeed.enabled = 'maybe'");
    expect(wrong.stderr).toContain('expected boolean, got "maybe"');
  });

  it('and says so to a prepared statement too', async () => {
    const server =
      'host=cockroach-1.cockroach-nodes dbname=defaultdb user=root sslmode=verify-full sslrootcert=/secrets/ca.crt ' +
      'sslcert=/secrets/client.root.crt sslkey=/secrets/client.root.key port=26257';
    const script = 'echo "$1" | psql "$0" -v ON_ERROR_STOP=1 -qAt';
    const prepared = (sql: string) => cluster.client('bash', '-c', script, server, sql);
    expect((await prepared('SELECT $1::int + 1 \\bind 41 \\g')).stdout).toBe('42');
    const refused = await prepared('UPSERT INTO t VALUES ($1) \\bind 1 \\g');
    expect(refused.stderr).toContain(
      'the PostgreSQL stand-in for CockroachDB does not translate this statement: UPSERT INTO t',
    );
    expect((await prepared('CREATE DATABASE IF NOT EXISTS game \\bind \\g')).exitCode).toBe(0);
  });

  it('and stops a file at the first error', async () => {
    const { stdout, exitCode } = await cluster.sql(1, 'SELECT 1 AS first; SHOW JOBS; SELECT 2 AS second');
    expect(exitCode).toBe(1);
    expect(stdout).toBe('first\n1');
  });
});
