import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleStateService } from '../build.js';
import type { Stats } from '../src/stats.js';
import type { Answer } from './backing/https-client.js';
import { startService } from './backing/service.js';
import type { Service } from './backing/service.js';
import { until } from './backing/until.js';

let service: Service;

const ask = async (method: string, path: string, token?: string): Promise<Answer> =>
  await service.client.ask(method, path, token === undefined ? {} : { token });
const put = async (path: string, body: unknown): Promise<Answer> =>
  await service.client.ask('PUT', path, { token: 'api', body: JSON.stringify(body) });

beforeAll(async () => {
  const spawn = { at: { x: 0, y: 0, z: 0 }, radius: 1 };
  service = await startService({ spawn, warm: true, warmActiveMinutes: 60 });
}, 60_000);

afterAll(async () => service.stop(), 60_000);

it('bundles into less than a ConfigMap holds, the same each time', () => {
  const bundle = bundleStateService();
  expect(Buffer.byteLength(bundle)).toBeLessThan(900_000);
  expect(bundleStateService()).toBe(bundle);
});

it('is alive without a token and asks for one elsewhere', async () => {
  expect((await ask('GET', '/healthz')).status).toBe(200);
  for (const [path, token] of [
    ['/v1/regions/0_0_0', undefined],
    ['/v1/regions/0_0_0', 'scrape'],
    ['/metrics', undefined],
    ['/metrics', 'api'],
    ['/stats', undefined],
    ['/stats', 'api'],
  ] as const)
    expect({ path, token, ...(await ask('GET', path, token)) }).toMatchObject({ path, token, status: 401 });
});

it('warms the cache after its start, as its config says', async () => {
  await until(async () => expect(service.output()).toContain('"msg":"warmed"'));
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

it('tells its figures at a glance, those of its metrics', async () => {
  await until(async () => {
    const stats = JSON.parse((await ask('GET', '/stats', 'scrape')).body) as Stats;
    const { body } = await ask('GET', '/metrics', 'scrape');
    const sum = (name: string): number =>
      [...body.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'gm'))].reduce(
        (total, [, value]) => total + Number(value),
        0,
      );
    const [hits, misses] = [sum('cache_hits_total'), sum('cache_misses_total')];
    expect(hits).toBeGreaterThan(0);
    expect(stats).toMatchObject({
      cache: { hits, misses, hitRate: hits / (hits + misses), trusted: true },
      database: { failed: 0, shed: 0, pool: { active: 0, waiting: 0, limit: 10 } },
    });
    expect(stats.redis?.keys).toBeGreaterThan(0);
  });
});

/** A metric without labels. */
async function metric(name: string): Promise<number> {
  const { body } = await ask('GET', '/metrics', 'scrape');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
}

it('counts what it does', async () => {
  await until(async () => expect(await metric('cache_trusted')).toBe(1));
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
  ])
    expect(body).toMatch(line);
});

it('serves a rotated certificate without a restart', async () => {
  const { serial } = await ask('GET', '/healthz');
  service.rotateCertificate();
  await until(async () => {
    expect((await ask('GET', '/healthz')).serial).not.toBe(serial);
  });
}, 20_000);

it('goes on without Redis, and without a word to the reader', async () => {
  await Promise.all(service.backing.redis.map(async (redis) => await redis.kill()));
  expect((await ask('GET', '/v1/regions/0_0_0', 'api')).status).toBe(200);
  const written = await put('/v1/regions/0_0_0', { playerCount: 4 });
  expect(written).toMatchObject({ status: 200 });
  expect(JSON.parse((await ask('GET', '/v1/regions/0_0_0', 'api')).body)).toMatchObject({
    playerCount: '4',
    source: 'database',
  });
  expect(JSON.parse((await ask('GET', '/readyz')).body)).toEqual({ status: 'ok', cache: 'degraded' });
}, 20_000);

it('names the request in the log of a slow query', async () => {
  await service.backing.pgbouncer.pause();
  const headers = { 'x-request-id': 'slow-1' };
  const answer = service.client.ask('PUT', '/v1/regions/1_0_0', { token: 'api', body: '{}', headers });
  await until(async () => expect(await metric('db_active_connections')).toBe(1));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await service.backing.pgbouncer.unpause();
  expect((await answer).status).toBe(200);
  await until(async () => {
    const lines = service.output().split('\n').slice(0, -1);
    const slow = lines.filter((line) => line.includes('slow query')).map((line) => JSON.parse(line) as object);
    expect(slow).toContainEqual(expect.objectContaining({ query: 'regions.upsert', outcome: 'ok', reqId: 'slow-1' }));
  });
});

it('is not ready without the database, and alive', async () => {
  await service.backing.pgbouncer.pause();
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(503));
  expect((await ask('GET', '/healthz')).status).toBe(200);
  await service.backing.pgbouncer.unpause();
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(200));
}, 30_000);

it('drains on SIGTERM and exits with 0', async () => {
  const exit = once(service.process, 'exit') as Promise<[number | null]>;
  service.process.kill('SIGTERM');
  await until(async () => expect((await ask('GET', '/readyz')).status).toBe(503));
  const [code] = await exit;
  expect({ code, output: service.output() }).toMatchObject({ code: 0 });
}, 30_000);
