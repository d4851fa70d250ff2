import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureOfflineImages } from '../../offline/images.js';
import { docker, StandInCluster, image, uid } from './stand-in-cluster.js';

let cluster: StandInCluster;

beforeAll(async () => {
  await ensureOfflineImages();
  cluster = await StandInCluster.create();
}, 600_000);
afterAll(() => cluster?.remove(), 60_000);

/** One value, as SQL at a node gives it. */
async function value(index: number, sql: string): Promise<string> {
  const { stdout, stderr, exitCode } = await cluster.sql(index, sql);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.split('\n').at(-1) ?? '';
}

describe('three nodes of the stand-in', { timeout: 120_000 }, () => {
  it('live before init, but are not ready and take no SQL', async () => {
    await cluster.awaitReady(0, 503);
    expect(await cluster.httpStatus(0, '/health')).toBe(200);
    expect(await cluster.httpStatus(2, '/health?ready=1')).toBe(503);
    expect((await cluster.sql(1, 'SELECT 1')).stderr).toContain('cluster has not been initialized');
  });

  it('are initialized once', async () => {
    await cluster.initialize();
    const again = await cluster.init();
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toBe('ERROR: cluster has already been initialized\nFailed running "init"');
  });

  it('are one database', async () => {
    expect((await cluster.sql(1, 'CREATE TABLE places (a INT8); INSERT INTO places VALUES (7)')).exitCode).toBe(0);
    expect(await value(2, 'SELECT a FROM places')).toBe('7');
    expect(await value(0, 'SELECT a FROM places')).toBe('7');
  });

  it('know each other', async () => {
    const status = ['node', 'status', '--certs-dir=/secrets', '--host=cockroach-2.cockroach-nodes', '--format=csv'];
    const { stdout } = await cluster.cockroach(...status);
    const rows = stdout.split('\n').slice(1);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatch(/PostgreSQL stand-in for CockroachDB.*zone=\d".*true,true$/);
  });

  it('keep their data over a kill of all of them', async () => {
    await docker('kill', ...[0, 1, 2].map((index) => cluster.container(index)));
    await docker('start', ...[0, 1, 2].map((index) => cluster.container(index)));
    for (const index of [0, 1, 2]) await cluster.awaitReady(index);
    expect(await value(1, 'SELECT a FROM places')).toBe('7');
    expect((await cluster.init()).stderr).toContain('already been initialized');
  });

  it('start again where the process that a lock file names is alive, but is another', async () => {
    await cluster.awaitCopies();
    await docker('kill', cluster.container(0));
    const lock =
      'for f in /data/postgres/postmaster.pid /data/run/.s.PGSQL.25430.lock; do sed -i 1s/.*/1/ "$f" || exit 1; done';
    const volume = ['--volume', `${cluster.id}-0:/data`, '--user', `${uid}:${uid}`, '--entrypoint', '/bin/sh'];
    expect(await docker('run', '--rm', ...volume, image, '-c', lock)).toMatchObject({ exitCode: 0 });
    await docker('start', cluster.container(0));
    for (const index of [0, 1]) await cluster.awaitReady(index);
    expect(await value(1, 'SELECT a FROM places')).toBe('7');
  });

  it('go on without the one that takes the writes, which hands them over when it is stopped', async () => {
    await cluster.awaitCopies();
    const leader = await cluster.leader();
    const [other = 0] = [0, 1, 2].filter((index) => index !== leader);
    const before = Date.now();
    await docker('stop', cluster.container(leader));
    expect(Date.now() - before).toBeLessThan(10_000);
    await cluster.awaitReady(other, 200, 10);
    expect((await cluster.sql(other, 'INSERT INTO places VALUES (8)')).exitCode).toBe(0);
    await docker('start', cluster.container(leader));
    await cluster.awaitReady(leader);
    expect(await value(leader, 'SELECT max(a) FROM places')).toBe('8');
  });

  it('stop being ready when one is drained', async () => {
    const drain = ['node', 'drain', '--self', '--certs-dir=/secrets', '--host=cockroach-2.cockroach-nodes'];
    const { stdout } = await cluster.cockroach(...drain);
    expect(stdout).toContain('drain ok');
    expect(await cluster.httpStatus(2, '/health?ready=1')).toBe(503);
    expect(await cluster.httpStatus(2, '/health')).toBe(200);
    expect((await cluster.sql(2, 'SELECT 1')).stderr).toContain('server is not accepting clients, try another node');
    expect(await value(1, 'SELECT 1')).toBe('1');
  });
});
