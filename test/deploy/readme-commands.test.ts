import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Redis } from 'ioredis';
import { describe, expect, inject, it } from 'vitest';
import { port } from '../../constructs/topology.js';
import { readPassword } from '../../secrets/kept-password.js';
import { localContext } from '../../stacks/local-context.js';
import { Bench, until } from './broken/bench.js';
import { redisCommands } from './broken/logins.js';
import { checkout, run, runWith } from './commands.js';
import { namedPrimary, untilAnother, untilOnePrimary, votes } from './faults/redis-roles.js';

const minuteMs = 60_000;
const stack = inject('testStack');
const context = localContext(checkout, 'local', { PLANETARY_STACK: stack });
const { facts } = context;
const bench = new Bench(context);
const output = join('.stacks', stack, 'cdktf.out');
const npm = (script: string, ...args: string[]) =>
  run('npm', 'run', '--silent', script, '--', '--stack', stack, ...args);

describe('the commands of the README', { timeout: 4 * minuteMs }, () => {
  it('npm run status shows every tier healthy', async () => {
    const status = await npm('status');
    expect(status).toMatchObject({ exitCode: 0 });
    expect(status.output).toMatch(/cockroach .*3\/3 healthy/);
  });

  it('npm run smoke writes one object a check, and JUnit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
    const [json, junit] = [join(folder, 'smoke.json'), join(folder, 'smoke.xml')];
    const smoke = await npm('smoke', '--json', json, '--junit', junit);
    expect(smoke).toMatchObject({ exitCode: 0 });
    const checks = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>[];
    expect(checks.length).toBeGreaterThan(35);
    for (const check of checks) {
      expect(Object.keys(check)).toEqual(expect.arrayContaining(['name', 'tier', 'status', 'detail', 'ms']));
      expect(['passed', 'skipped']).toContain(check['status']);
    }
    expect(readFileSync(junit, 'utf8')).toContain(`tests="${checks.length}"`);
  });

  it('npm run sql and npm run redis open a client inside', async () => {
    const sql = await npm('sql', '--execute', 'SELECT 40 + 2 AS answer');
    expect(sql).toMatchObject({ exitCode: 0, output: expect.stringContaining('42') as string });
    const redis = await npm('redis', 'ping');
    expect(redis).toMatchObject({ exitCode: 0, output: expect.stringContaining('PONG') as string });
  });

  it('npm run redis opens one instance, and npm run pgbouncer its console', async () => {
    const sentinel = await npm('redis', '--on', 'redis-sentinel-0', 'sentinel', 'ckquorum', 'planetary');
    expect(sentinel).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK 3 usable Sentinels') as string });
    const replica = await npm('redis', '--on', 'redis-9', 'role');
    expect(replica).toMatchObject({ exitCode: 2, output: expect.stringContaining('redis-sentinel-2') as string });
    const pools = await npm('pgbouncer', 'show', 'pools');
    expect(pools).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/planetary_survival.*transaction/) as string,
    });
    expect(await npm('pgbouncer', 'nonsense')).toMatchObject({ exitCode: 1 });
  });

  it('npm run status and npm run smoke tell a stack that is not there from an outage', async () => {
    const absent = (script: string) => run('npm', 'run', '--silent', script, '--', '--stack', `${stack}-absent`);
    const status = await absent('status');
    expect(status).toMatchObject({ exitCode: 3, output: expect.stringContaining(`has ${stack}`) as string });
    expect(await absent('smoke')).toMatchObject({ exitCode: 3 });
  });

  it('npx cdktf deploy local gives the same result', async () => {
    const args = ['cdktf', 'deploy', 'local', '--auto-approve', '--output', output];
    const deploy = await runWith({ PLANETARY_STACK: stack, CI: '1' }, 'npx', ...args);
    expect(deploy).toMatchObject({ exitCode: 0, output: expect.stringContaining('No changes') as string });
  });

  it('npm run synth, and npm run manifests prints the production stack', async () => {
    expect(await run('npm', 'run', 'synth')).toMatchObject({ exitCode: 0 });
    const manifests = await run('npm', 'run', '--silent', 'manifests', '--', '--profile', 'production');
    expect(manifests).toMatchObject({ exitCode: 0 });
    expect(manifests.output).toContain('kind: StatefulSet');
  });

  it('npm start twice at once: the second says who holds the lock', async () => {
    const first = run('npm', 'start', '--', '--stack', stack);
    await until('the lock', 60, async () => existsSync(join(facts.directory, 'running.json')));
    const second = await run('npm', 'start', '--', '--stack', stack);
    expect(await first).toMatchObject({ exitCode: 0 });
    expect(second.exitCode).toBe(3);
    expect(second.output).toMatch(/`npm start` \(process \d+, since .*\) is changing this stack/);
  });
});

// One apply for both, since each takes a minute.
describe('npm start -- --expose, and another setting of Redis', { timeout: 6 * minuteMs }, () => {
  const published = (inside: number) => facts.publish['host-gateway']?.[inside] ?? 0;
  const ca = () => readFileSync(join(facts.secrets, 'state', 'ca.crt'), 'utf8');

  it('replaces every Redis and keeps the primary that the Sentinels chose', async () => {
    // Not the first, which a new stack begins with.
    if ((await untilOnePrimary(bench)) === 'redis-0') {
      await npm('redis', '--on', 'redis-sentinel-0', 'sentinel', 'failover', 'planetary');
      await untilAnother(bench, 'redis-0');
    }
    const [before, votesBefore] = [await untilOnePrimary(bench), await votes(bench)];
    const set = ['--set', 'redis.maxClients=9000'];
    expect(await run('npm', 'start', '--', '--stack', stack, '--expose', ...set)).toMatchObject({ exitCode: 0 });
    for (const redis of ['redis-0', 'redis-1'])
      expect(await redisCommands(bench, redis, 'CONFIG GET maxclients')).toContain('9000');
    // Where both were away for longer than `redis.downAfterMs`, the Sentinels may have chosen again.
    const isChosenAnew = (await votes(bench)) > votesBefore;
    expect(isChosenAnew ? before : await namedPrimary(bench)).toBe(before);
    expect(votesBefore).toBeGreaterThan(0);
  });

  it('lets a game server on this machine use PgBouncer, the Redis primary and the console, over TLS', async () => {
    const database = new Client({
      host: '127.0.0.1',
      port: published(port('host-gateway', 'pgbouncer')),
      user: 'app',
      password: readPassword(facts.directory, 'database-app'),
      database: 'planetary_survival',
      ssl: { ca: ca(), servername: 'localhost' },
    });
    await database.connect();
    expect((await database.query('SELECT 40 + 2 AS answer')).rows[0]).toMatchObject({ answer: 42 });
    await database.end();

    const redis = new Redis({
      host: '127.0.0.1',
      port: published(port('host-gateway', 'redis')),
      username: 'app',
      password: readPassword(facts.directory, 'redis-app'),
      tls: { ca: ca(), servername: 'localhost' },
      lazyConnect: true,
    });
    await redis.connect();
    expect(((await redis.call('ROLE')) as unknown[])[0]).toBe('master');
    redis.disconnect();

    await new Promise<void>((resolve, reject) => {
      const socket = connect(
        { host: '127.0.0.1', port: published(port('host-gateway', 'console')), servername: 'localhost', ca: ca() },
        () => (socket.authorized ? resolve() : reject(socket.authorizationError)),
      ).on('error', reject);
    });
  });

  it('is taken back by --no-expose', async () => {
    expect(await run('npm', 'start', '--', '--stack', stack, '--no-expose')).toMatchObject({ exitCode: 0 });
    const { output: names } = await run('docker', 'ps', '--format', '{{.Names}}', '--filter', `name=^${stack}-`);
    expect(names).not.toContain('host-gateway');
  });
});

describe('a smoke check that fails', { timeout: 8 * minuteMs }, () => {
  const asRoot = (statement: string) => npm('sql', '--user', 'root', '--execute', statement);

  it('fails the apply, and the next apply makes it again', async () => {
    expect(await asRoot('GRANT CREATE ON SCHEMA public TO app')).toMatchObject({ exitCode: 0 });
    // Another setting, so that the apply has something to do and the checks follow.
    const changed = await runWith({}, 'npm', 'start', '--', '--stack', stack, '--expose');
    expect(await asRoot('REVOKE CREATE ON SCHEMA public FROM app')).toMatchObject({ exitCode: 0 });
    const repaired = await run('npm', 'start', '--', '--stack', stack, '--no-expose');
    expect(changed.exitCode).toBe(1);
    expect(changed.output).toContain('task smoke failed');
    expect(repaired).toMatchObject({ exitCode: 0 });
  });
});
