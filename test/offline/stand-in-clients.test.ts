import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureOfflineImages } from '../../offline/images.js';
import { StandInCluster, type Output } from './stand-in-cluster.js';

let cluster: StandInCluster;

beforeAll(async () => {
  await ensureOfflineImages();
  cluster = await StandInCluster.create();
  await cluster.certificates.issue('client.app', 'app');
  await cluster.initialize();
  const users = await cluster.sql(
    0,
    "CREATE USER app WITH PASSWORD 'right'; CREATE TABLE t (a INT8); GRANT SELECT ON t TO app",
  );
  if (users.exitCode !== 0) throw new Error(users.stderr);
}, 600_000);
afterAll(() => cluster?.remove(), 60_000);

/** psql as app with a password, through the second node. */
function psql(options: string, sql: string, password = 'right'): Promise<Output> {
  const server = 'host=cockroach-1.cockroach-nodes port=26257 dbname=defaultdb user=app sslcert=/none';
  return cluster.client('psql', `${server} password=${password} ${options}`, '-v', 'ON_ERROR_STOP=1', '-qAtc', sql);
}

const verified = 'sslmode=verify-full sslrootcert=/secrets/ca.crt';

describe('a client of the stand-in', { timeout: 60_000 }, () => {
  it('is let in by password over verified TLS', async () => {
    expect(await psql(verified, 'SELECT current_user')).toMatchObject({ stdout: 'app', exitCode: 0 });
  });

  it('proves its password by SCRAM without channel binding, which a pooler could not pass through', async () => {
    expect((await psql(`${verified} channel_binding=prefer require_auth=scram-sha-256`, 'SELECT 1')).stdout).toBe('1');
    expect((await psql(`${verified} channel_binding=require`, 'SELECT 1')).stderr).toContain(
      'channel binding is required',
    );
  });

  it('is refused with a wrong password', async () => {
    expect((await psql(verified, 'SELECT 1', 'wrong')).stderr).toContain(
      'password authentication failed for user "app"',
    );
  });

  it('is refused without TLS', async () => {
    const { stderr } = await psql('sslmode=disable', 'SELECT 1');
    expect(stderr).toContain('node is running secure mode, SSL connection required');
  });

  it('is let in by the certificate of its name only', async () => {
    const own = 'sslcert=/secrets/client.app.crt sslkey=/secrets/client.app.key';
    const server = `host=cockroach-1.cockroach-nodes port=26257 dbname=defaultdb ${verified} ${own}`;
    expect((await cluster.client('psql', `${server} user=app`, '-Atc', 'SELECT current_user')).stdout).toBe('app');
    const asRoot = await cluster.client('psql', `${server} user=root`, '-Atc', 'SELECT 1');
    expect(asRoot.stderr).toContain('certificate authentication failed for user "root"');
  });

  it('is not let in as root without a certificate', async () => {
    const server = `host=cockroach-0.cockroach-nodes port=26257 dbname=defaultdb user=root password=x sslcert=/none ${verified}`;
    expect((await cluster.client('psql', server, '-Atc', 'SELECT 1')).stderr).toContain('authentication failed');
  });

  it('may do what it was granted', async () => {
    expect((await psql(verified, 'DROP TABLE t')).stderr).toContain('must be owner of table t');
    expect((await psql(verified, 'SET CLUSTER SETTING kv.rangefeed.enabled = true')).stderr).toContain(
      'permission denied',
    );
  });

  it('gets serializable transactions', async () => {
    expect((await psql(verified, 'SHOW transaction_isolation')).stdout).toBe('serializable');
  });

  it('gets a big result whole', async () => {
    const { stdout } = await psql(
      verified,
      "SELECT md5(string_agg(i::text, ',')), string_agg(repeat('x', 1000), '') FROM generate_series(1, 3000) i",
    );
    expect(stdout.length).toBe(32 + 1 + 3_000_000);
  });

  it('can cancel a statement', async () => {
    const script = 'timeout --signal=INT 2 psql "$0" -Atc "SELECT pg_sleep(30)"';
    const server = `host=cockroach-2.cockroach-nodes port=26257 dbname=defaultdb user=app password=right sslcert=/none ${verified}`;
    const before = Date.now();
    const { stderr } = await cluster.client('bash', '-c', script, server);
    expect(stderr).toContain('canceling statement due to user request');
    expect(Date.now() - before).toBeLessThan(20_000);
  });
});
