import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleStateService } from '../build.js';
import type { ServiceConfigFile } from '../src/service/config.js';
import { makeCertificates } from './backing/certificates.js';
import type { Certificates } from './backing/certificates.js';
import { freePorts } from './backing/ports.js';
import { appPassword, database } from './backing/postgres.js';
import { redisPassword, sentinelPassword } from './backing/redis.js';
import { startBacking } from './backing/stack.js';
import type { Backing } from './backing/stack.js';
import { until } from './backing/until.js';

const directory = mkdtempSync(join(tmpdir(), 'state-lib-service-'));
let certificates: Certificates;
let backing: Backing;
let service: ChildProcess;
let port: number;
let output = '';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly serial: string;
}

async function ask(method: string, path: string, token = '', body?: string): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const headers = {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    };
    const options = { host: '127.0.0.1', port, method, path, ca: certificates.authority, headers, agent: false };
    const sent = request(options, (answer) => {
      const serial = (answer.socket as TLSSocket).getPeerCertificate().serialNumber;
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text, serial }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const put = async (path: string, body: unknown): Promise<Answer> => await ask('PUT', path, 'api', JSON.stringify(body));

beforeAll(async () => {
  certificates = makeCertificates(directory);
  backing = await startBacking(certificates);
  [port] = (await freePorts(1)) as [number];
  const file = (name: string, text?: string): string => {
    const path = join(directory, name);
    if (text !== undefined) writeFileSync(path, `${text}\n`);
    return path;
  };
  const config: ServiceConfigFile = {
    listen: { host: '127.0.0.1', port },
    certificateFile: file('tls.crt'),
    privateKeyFile: file('tls.key'),
    authorityFile: file('ca.crt'),
    tokenFile: file('token', 'api'),
    metricsTokenFile: file('metrics', 'scrape'),
    bodyLimitBytes: 10_000,
    drainMs: 8_000,
    database: {
      host: 'localhost',
      port: backing.ports.pgbouncer,
      database,
      user: 'app',
      passwordFile: file('db', appPassword),
    },
    cache: {
      sentinels: backing.settings.cache.sentinels.map(({ port: one }) => ({ host: '127.0.0.1', port: one })),
      sentinelName: 'planetary',
      user: 'app',
      passwordFile: file('redis', redisPassword),
      sentinelUser: 'client',
      sentinelPasswordFile: file('sentinel', sentinelPassword),
    },
    coherence: { trustMs: 500, holdMs: 500 },
  };
  const bundle = file('state.cjs', bundleStateService());
  service = spawn(process.execPath, [bundle, file('state.json', JSON.stringify(config))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [service.stdout, service.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
  await until(async () => {
    const { body } = await ask('GET', '/readyz');
    if (body !== '{"status":"ok","cache":"ok"}') throw new Error(`not ready: ${body}\n${output}`);
  });
}, 60_000);

afterAll(async () => {
  service.kill('SIGKILL');
  await backing.stop();
  rmSync(directory, { recursive: true });
}, 60_000);

it('bundles into less than a ConfigMap holds, the same each time', () => {
  const bundle = bundleStateService();
  expect(Buffer.byteLength(bundle)).toBeLessThan(900_000);
  expect(bundleStateService()).toBe(bundle);
});

it('is alive without a token and asks for one elsewhere', async () => {
  expect((await ask('GET', '/healthz')).status).toBe(200);
  for (const [path, token] of [
    ['/v1/regions/0_0_0', ''],
    ['/v1/regions/0_0_0', 'scrape'],
    ['/metrics', ''],
    ['/metrics', 'api'],
  ] as const)
    expect({ path, token, ...(await ask('GET', path, token)) }).toMatchObject({ path, token, status: 401 });
});

it('reads back what was written, from the cache the second time', async () => {
  const written = await put('/v1/regions/0_0_0', { x: 0, y: 0, z: '0', playerCount: 3 });
  expect(written).toMatchObject({ status: 200 });
  const { version } = JSON.parse(written.body) as { version: string };
  const first = await ask('GET', '/v1/regions/0_0_0', 'api');
  expect(JSON.parse(first.body)).toMatchObject({ id: '0_0_0', x: '0', playerCount: '3', version, source: 'database' });
  const second = await until(async () => {
    const answer = await ask('GET', '/v1/regions/0_0_0', 'api');
    expect(answer.headers['x-state-source']).toBe('cache');
    return answer;
  });
  expect(JSON.parse(second.body)).toMatchObject({ playerCount: '3', version, source: 'cache' });
});

it('refuses what does not fit and says why', async () => {
  const cases = [
    ['/v1/regions/0_0', {}, 400, 'region id must be x_y_z'],
    ['/v1/regions/0_0_00', {}, 400, 'region id must be x_y_z'],
    ['/v1/regions/0_0_9223372036854775808', {}, 400, 'region id must be x_y_z'],
    ['/v1/regions/0_0_0', { x: 1 }, 400, 'x, y, z of the body are not those of region 0_0_0'],
    ['/v1/regions/0_0_0', { x: 0.5 }, 400, 'x: must be a 64-bit integer'],
    ['/v1/regions/0_0_0', { playerCount: '9223372036854775808' }, 400, 'playerCount: must be a 64-bit integer'],
    ['/v1/regions/0_0_0', { player_count: 1 }, 400, 'player_count'],
    ['/v1/regions/0_0_0', { version: 1 }, 409, 'was expected at version 1'],
    ['/v1/regions/5_5_5', { version: 1 }, 409, 'found no row'],
    ['/v1/regions/0_0_0', { a: 'x'.repeat(20_000) }, 413, 'too large'],
  ] as const;
  for (const [path, body, status, message] of cases) {
    const answer = await put(path, body);
    expect({ path, sent: body, ...answer }).toMatchObject({
      path,
      status,
      body: expect.stringContaining(message) as string,
    });
  }
});

it('counts what it does', async () => {
  const { body } = await ask('GET', '/metrics', 'scrape');
  for (const line of [
    /^cache_hits_total\{source="region"\} [1-9]/m,
    /^cache_misses_total\{source="region"\} [1-9]/m,
    /^db_query_duration_seconds_count\{query="regions.upsert",outcome="ok"\} [1-9]/m,
    /^http_request_duration_seconds_count\{route="\/v1\/regions\/:id",method="PUT",status="200"\} 1$/m,
    /^db_active_connections \d/m,
    /^db_pool_waiting 0$/m,
    /^db_pool_size [1-9]/m,
    /^db_pool_max 10$/m,
    /^requests_shed_total 0$/m,
    /^cache_trusted 1$/m,
  ])
    expect(body).toMatch(line);
});

it('serves a rotated certificate without a restart', async () => {
  const { serial } = await ask('GET', '/healthz');
  certificates = makeCertificates(directory);
  await until(async () => {
    expect((await ask('GET', '/healthz')).serial).not.toBe(serial);
  });
}, 20_000);

it('goes on without Redis, and without a word to the reader', async () => {
  await Promise.all(backing.redis.map(async (redis) => await redis.kill()));
  expect((await ask('GET', '/v1/regions/0_0_0', 'api')).status).toBe(200);
  const written = await put('/v1/regions/0_0_0', { playerCount: 4 });
  expect(written).toMatchObject({ status: 200 });
  expect(JSON.parse((await ask('GET', '/v1/regions/0_0_0', 'api')).body)).toMatchObject({
    playerCount: '4',
    source: 'database',
  });
  expect(JSON.parse((await ask('GET', '/readyz')).body)).toEqual({ status: 'ok', cache: 'degraded' });
}, 20_000);

it('is not ready without the database, and alive', async () => {
  await backing.pgbouncer.pause();
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(503));
  expect((await ask('GET', '/healthz')).status).toBe(200);
  await backing.pgbouncer.unpause();
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(200));
}, 30_000);

it('drains on SIGTERM and exits with 0', async () => {
  service.kill('SIGTERM');
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(503), 1_000);
  const [code] = (await once(service, 'exit')) as [number | null];
  expect({ code, output }).toMatchObject({ code: 0 });
}, 20_000);
