import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { writersKey } from '../src/cache/scripts.js';
import type { StateError } from '../src/errors.js';
import { connectAsOwner } from './backing/postgres.js';
import { readAnswers } from './backing/read-answers.js';
import { startPair, trusted } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

// A machine may stall for longer than readers are given previous values.
const longMs = 60_000;
vi.mock('../src/coherence/settings.js', async (original) => ({ ...(await original<object>()), previousMs: 60_000 }));

let pair: Pair;
let owner: Client;
const id = '0f6c1a5e-3d1b-4a52-9d0e-0123456789ab';
const key = `ps:entity:${id}`;
const row = (state: string) => ({ id, regionId: '0_0_0', entityType: 'npc', position: {}, payload: { state } });

beforeAll(async () => {
  // Long, so that a machine that stalls does not withdraw trust in the middle of a test.
  pair = await startPair({ coherence: { trustMs: 5_000, holdMs: 5_250, pollMs: 250 } });
  owner = await connectAsOwner(pair.backing.ports.postgres);
}, 60_000);

afterAll(async () => {
  await owner.end();
  await pair.stop();
}, 60_000);

/** What an instance finds, and whether the cache had it. */
async function found(of: 'one' | 'two' = 'two'): Promise<string> {
  const { value, from } = await pair[of].entities.find(id);
  return `${(value?.payload as { state?: string } | undefined)?.state} of the ${from}`;
}

async function redis(...command: string[]): Promise<string> {
  const { redis: servers, ports } = pair.backing;
  return String(await servers[0]?.exec('redis-cli', '-p', String(ports.redis[0]), ...command)).trim();
}

/** Runs `work` while a statement that writes the row waits in the database. */
async function whileLocked(work: () => Promise<void>): Promise<void> {
  await owner.query('BEGIN');
  await owner.query('SELECT 1 FROM entities WHERE id = $1 FOR UPDATE', [id]);
  try {
    await work();
  } finally {
    await owner.query('COMMIT');
  }
}

const announced = async (): Promise<void> =>
  await until(async () => expect(await redis('exists', writersKey(key))).toBe('1'));

beforeEach(async () => {
  await Promise.all([trusted(pair.one), trusted(pair.two)]);
  await pair.one.entities.put(row('first'));
  await until(async () => {
    if ((await found()) !== 'first of the cache') throw new Error('not read from the cache yet');
  });
});

it('readers are given the previous value for a while, and what was written from the cache once it is acknowledged', async () => {
  let writing: Promise<bigint> | undefined;
  await whileLocked(async () => {
    writing = pair.one.entities.update(id, { payload: { state: 'second' } });
    await announced();
    expect(await found()).toBe('first of the cache');
    await redis('del', key);
    // The lock that holds up the writer lets readers pass, as a commit under way does.
    expect(await found()).toBe('first of the database');
  });
  await writing;
  await until(async () => expect(await found()).toBe('second of the cache'));
  for (const state of ['third', 'fourth']) {
    await pair.one.entities.update(id, { payload: { state } });
    expect(await found()).toBe(`${state} of the cache`);
    expect(await found('one')).toBe(`${state} of the cache`);
  }
  await pair.one.entities.delete(id);
  expect(await found()).toBe('undefined of the cache');
  await pair.one.entities.create(row('again'));
  expect(await found()).toBe('again of the cache');
});

it('nothing is handed over where another writer came meanwhile', async () => {
  let writing: Promise<unknown> | undefined;
  await whileLocked(async () => {
    writing = Promise.all([
      pair.one.entities.update(id, { payload: { one: 1 } }),
      pair.two.entities.update(id, { payload: { two: 2 } }),
    ]);
    await until(async () => expect(await redis('zcard', writersKey(key))).toBe('2'));
    expect(await found()).toBe('first of the database');
  });
  await writing;
  expect(await redis('exists', key)).toBe('0');
});

it('what replaced the previous value stays out of the way of a late hand-over', async () => {
  const { cache, watch } = pair.one;
  const generation = watch.trusted() as string;
  const [header] = [...(await cache.quarantine([key], 'late', 5_000, generation)).values()];
  expect(header).toMatch(/^V/);
  const [previous] = await cache.read([key], undefined, 0);
  // As if the announcement had been evicted, and another writer had come and gone.
  await redis('del', writersKey(key));
  await pair.two.entities.update(id, { payload: { state: 'newer' } });
  await cache.lift([key], 'late', [{ key, header: header as string, value: `V${previous?.slice(1)}`, ttlMs: 60_000 }]);
  expect(await found()).toBe('newer of the database');
});

it('nothing is kept or handed over while another writer is known, whatever the value is', async () => {
  const { cache, watch } = pair.one;
  const generation = watch.trusted() as string;
  const [header] = [...(await cache.quarantine([key], 'one', 5_000, generation)).values()];
  const [previous] = await cache.read([key], undefined, 0);
  await redis('zadd', writersKey(key), '9999999999999', 'other');
  await cache.lift([key], 'one', [{ key, header: header as string, value: `V${previous?.slice(1)}`, ttlMs: 60_000 }]);
  expect(await redis('exists', key)).toBe('0');
  await redis('set', key, `V${previous?.slice(1)}`);
  expect((await cache.quarantine([key], 'one', 5_000, generation)).size).toBe(0);
  expect(await redis('exists', key)).toBe('0');
  for (const writer of ['one', 'other']) await cache.lift([key], writer);
});

it('a list is dropped at once: who writes a row that has just left it does not announce it', async () => {
  const list = 'ps:region_entities:0_0_0';
  await pair.two.entities.inRegion('0_0_0');
  await until(async () => expect(await redis('exists', list)).toBe('1'));
  const { cache, watch } = pair.one;
  expect([...(await cache.quarantine([list, key], 'mover', 5_000, watch.trusted() as string)).keys()]).toEqual([key]);
  expect(await redis('exists', list)).toBe('0');
  await cache.lift([list, key], 'mover');
});

it('a large row is not handed over', async () => {
  await pair.one.entities.update(id, { payload: { state: 'x'.repeat(300_000) } });
  expect(await redis('exists', key)).toBe('0');
});

it('a previous value ends by itself, sooner when it would have anyway', async () => {
  const left = async (): Promise<number> => {
    await pair.one.cache.quarantine([key], 'writer', 5_000, pair.one.watch.trusted() as string);
    const milliseconds = Number(await redis('pttl', key));
    await pair.one.cache.lift([key], 'writer');
    return milliseconds;
  };
  const usual = await left();
  expect(usual).toBeGreaterThan(0);
  // A value is kept for minutes.
  expect(usual).toBeLessThanOrEqual(longMs);
  await until(async () => expect(await found()).toBe('first of the cache'));
  await redis('pexpire', key, '20000');
  expect(await left()).toBeLessThanOrEqual(20_000);
});

it('announcing twice, as after a lost answer, leaves no previous value', async () => {
  const { cache, watch } = pair.one;
  const generation = watch.trusted() as string;
  for (const previous of [1, 0])
    expect((await cache.quarantine([key], 'writer', 5_000, generation)).size).toBe(previous);
  expect(await found()).toBe('first of the database');
  await cache.lift([key], 'writer');
});

it('a large value is not sent again while it is written', async () => {
  const blocks = Array.from({ length: 2_000 }, () => 'stone');
  await pair.one.entities.update(id, { payload: { blocks } });
  await pair.two.entities.get(id);
  await pair.two.entities.get(id);
  const { cache, watch } = pair.two;
  const answers = readAnswers(cache);
  await pair.one.cache.quarantine([key], 'writer', 5_000, watch.trusted() as string);
  expect((await pair.two.entities.get(id))?.payload).toEqual({ blocks });
  expect(answers).toEqual(['~']);
  await pair.one.cache.lift([key], 'writer');
});

it('after a write whose outcome is unknown, the value from before is dropped at once', async () => {
  await whileLocked(async () => {
    const writing = pair.one.entities
      .update(id, { payload: { state: 'second' } })
      .catch((error: unknown) => (error as StateError).code);
    await announced();
    expect(await found()).toBe('first of the cache');
    await until(async () => {
      const waiting = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      expect((await owner.query(waiting)).rowCount).toBe(1);
    });
    expect(await writing).toBe('AMBIGUOUS_WRITE');
    expect(await found()).toBe('first of the database');
  });
  // Until no commit can come any more.
  expect(await redis('exists', writersKey(key))).toBe('1');
  expect(await found()).toBe('first of the database');
  await redis('del', writersKey(key));
});
