import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startPair, trusted } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
const id = '0f6c1a5e-3d1b-4a52-9d0e-0123456789ab';
const row = (state: string) => ({ id, regionId: '0_0_0', entityType: 'npc', position: {}, payload: { state } });

/** Whether a call is answered by a followed copy alone: neither a value, nor a lease, nor a row is asked for. */
async function answeredByCopy(call: () => Promise<unknown>): Promise<boolean> {
  const { cache, database } = pair.one;
  const [read, acquire, run] = [vi.spyOn(cache, 'read'), vi.spyOn(cache, 'acquire'), vi.spyOn(database, 'run')];
  await call();
  const statements = run.mock.calls.filter(([{ label }]) => label.startsWith('entities.'));
  const asked = read.mock.calls.length + acquire.mock.calls.length + statements.length;
  for (const spy of [read, acquire, run]) spy.mockRestore();
  return asked === 0;
}

beforeAll(async () => {
  pair = await startPair();
  await pair.one.entities.put(row('new'));
  await until(async () => {
    if (pair.one.cache.following * pair.two.cache.following === 0)
      throw new Error('Redis does not tell of changes yet');
  });
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

const followed = async (): Promise<void> =>
  await until(async () => expect(await answeredByCopy(async () => await pair.one.entities.get(id))).toBe(true));

it('a value is asked for again once Redis has told that it changed, and never answered after that', async () => {
  for (let turn = 0; turn < 50; turn += 1) {
    await followed();
    await pair.two.entities.update(id, { payload: { state: `turn ${turn}` } });
    const [one, other] = await Promise.all([pair.one.entities.get(id), pair.one.entities.get(id)]);
    expect([one?.payload, other?.payload]).toEqual([{ state: `turn ${turn}` }, { state: `turn ${turn}` }]);
  }
});

it('a change that is told of while the value is read keeps it from being followed', async () => {
  const { cache, entities } = pair.one;
  const key = `ps:entity:${id}`;
  const read = cache.read.bind(cache);
  await until(async () => {
    await followed();
    cache.changed(key);
    const spy = vi.spyOn(cache, 'read').mockImplementationOnce(async (...values) => {
      const answer = await read(...values);
      cache.changed(key);
      return answer;
    });
    await entities.get(id);
    const { length } = spy.mock.calls;
    spy.mockRestore();
    // Where the cache was not trusted for a moment, nothing was read.
    expect(length).toBe(1);
  });
  expect(await answeredByCopy(async () => await entities.get(id))).toBe(false);
});

it('a new connection knows nothing of what the old one was told', async () => {
  await followed();
  const before = pair.one.cache.following;
  pair.one.cache.reconnect();
  await until(async () => expect(pair.one.cache.following).toBeGreaterThan(before));
  await trusted(pair.one);
  expect(await answeredByCopy(async () => await pair.one.entities.get(id))).toBe(false);
});

it('FLUSHALL is a change of everything', async () => {
  await followed();
  const before = pair.one.cache.following;
  const { redis, ports } = pair.backing;
  await redis[0]?.exec('redis-cli', '-p', String(ports.redis[0]), 'flushall');
  await until(async () => expect(pair.one.cache.following).toBeGreaterThan(before));
});

it('where Redis does not say that it follows, values are right, and followed again once it does', async () => {
  await followed();
  const { redis, ports } = pair.backing;
  const allow = async (rule: string): Promise<unknown> =>
    await redis[0]?.exec('redis-cli', '-p', String(ports.redis[0]), 'acl', 'setuser', 'default', rule);
  await allow('-client|caching');
  for (const state of ['one', 'other']) {
    await pair.two.entities.update(id, { payload: { state } });
    expect((await pair.one.entities.get(id))?.payload).toEqual({ state });
    expect(await answeredByCopy(async () => await pair.one.entities.get(id))).toBe(false);
  }
  await allow('+client|caching');
  await followed();
});
