import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openState } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

const trees = Array.from({ length: 20 }, () => ({
  ...{ id: randomUUID(), regionId: '1_1_1', entityType: 'tree', position: {}, payload: {} },
}));
const ids = trees.map(({ id }) => id);

it('hits, misses and queries are those of known reads', async () => {
  const { one, two } = pair;
  await one.entities.createMany(trees);
  const before = await two.stats();
  expect(before.cache).toEqual({ hits: 0, misses: 0, hitRate: undefined, trusted: true });
  await two.entities.getMany(ids);
  const cold = await two.stats();
  expect(cold.cache).toMatchObject({ hits: 0, misses: 20, hitRate: 0 });
  expect(cold.database.queries - before.database.queries).toBe(1);
  await until(async () => expect((await two.entities.find(ids[0] as string)).from).toBe('cache'));
  const filled = await two.stats();
  for (let turn = 0; turn < 3; turn += 1) await two.entities.getMany(ids);
  const warm = await two.stats();
  expect(warm.cache.hits - filled.cache.hits).toBe(60);
  expect(warm.cache.misses).toBe(filled.cache.misses);
  expect(warm.cache.hitRate).toBe(warm.cache.hits / (warm.cache.hits + warm.cache.misses));
  expect(warm.database).toMatchObject({ queries: filled.database.queries, failed: 0, shed: 0 });
  await two.entities.update(ids[0] as string, { payload: 1 });
  await two.transaction(async (transaction) => await transaction.deleteMany(two.entities, ids.slice(1)));
  // One statement, and the transaction's two: what it wrote, and the last check of its guard.
  expect((await two.stats()).database.queries - warm.database.queries).toBe(3);
  await expect(two.database.run({ label: 'wrong', text: 'SELECT 1 FROM nothing' }, [])).rejects.toThrow('nothing');
  expect((await two.stats()).database.failed).toBe(1);
});

it('the pool is shown as it is', async () => {
  const { one } = pair;
  const { pool } = (await one.stats()).database;
  expect(pool).toMatchObject({ active: 0, waiting: 0, limit: 10 });
  const held = await one.database.hold(async () => (await one.stats()).database.pool);
  expect(held).toEqual({ ...pool, active: 1, size: held.size, idle: held.size - 1 });
});

it('memory, keys and evictions are those that Redis tells of', async () => {
  const { one, backing } = pair;
  const redis = async (...command: string[]): Promise<string> =>
    (await backing.redis[0]?.exec('redis-cli', '-p', String(backing.ports.redis[0]), ...command)) ?? '';
  const keys = Number(await redis('DBSIZE'));
  expect(keys).toBeGreaterThan(0);
  await redis('SET', 'other', 'x'.repeat(100_000));
  const full = (await one.stats()).redis;
  expect(full).toMatchObject({ keys: keys + 1, evictedKeys: 0, limitBytes: 0 });
  expect(full?.usedBytes).toBeGreaterThan(600_000);
  expect(full?.peakBytes).toBeGreaterThanOrEqual(full?.usedBytes ?? Infinity);
});

it('Redis is left out where there is none', async () => {
  const alone = await openState({ database: pair.backing.settings.database });
  try {
    await alone.entities.get(randomUUID());
    const stats = await alone.stats();
    expect(stats.redis).toBeUndefined();
    expect(stats.cache).toEqual({ hits: 0, misses: 1, hitRate: 0, trusted: false });
  } finally {
    await alone.close();
  }
});
