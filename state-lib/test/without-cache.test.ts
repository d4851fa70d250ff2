import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openState } from '../src/state.js';
import type { State } from '../src/state.js';
import { shortTimes, startPair, trusted } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
const at = { x: 5n, y: 5n, z: 5n };

beforeAll(async () => {
  pair = await startPair();
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

it('an instance without a cache reads the database, and its writes are seen by instances that have one', async () => {
  const { database, coherence } = { ...pair.backing.settings, coherence: shortTimes };
  await pair.one.regions.put({ ...at, playerCount: 1n });
  await pair.one.regions.find(at);
  await until(async () => expect((await pair.one.regions.find(at)).from).toBe('cache'));
  const state = await openState({ database, coherence });
  try {
    expect((await state.regions.find(at)).from).toBe('database');
    const version = await state.regions.put({ ...at, playerCount: 2n });
    for (const other of [pair.one, pair.two]) expect((await other.regions.get(at))?.version).toBe(version);
    await until(async () => await trusted(pair.one));
    expect((await state.regions.find(at)).from).toBe('database');
  } finally {
    await state.close();
  }
});

describe('a writer that cannot reach the Redis that the others trust', () => {
  const cutOff = async (unreachable?: 'fail'): Promise<State> => {
    const cache = { sentinels: [], address: { host: '127.0.0.1', port: 1 } };
    return await openState({ ...pair.backing.settings, cache, coherence: { ...shortTimes, unreachable } });
  };

  it('fails where the setting says so: nothing is written, and the others keep their cache', async () => {
    await Promise.all([trusted(pair.one), trusted(pair.two)]);
    const version = await pair.one.regions.put({ ...at, playerCount: 3n });
    const { generation } = pair.two.watch.epoch;
    const state = await cutOff('fail');
    await expect(state.regions.update(at, { playerCount: 4n })).rejects.toMatchObject({ code: 'CACHE_UNREACHABLE' });
    await state.close();
    await pair.two.watch.refresh();
    expect(pair.two.watch.epoch.generation).toBe(generation);
    expect((await pair.two.regions.get(at))?.version).toBe(version);
  });

  it('waits by default until no instance trusts that Redis any more, and then all see the write', async () => {
    await Promise.all([trusted(pair.one), trusted(pair.two)]);
    const state = await cutOff();
    const start = performance.now();
    const version = await state.regions.update(at, { playerCount: 5n });
    expect(performance.now() - start).toBeGreaterThanOrEqual(shortTimes.trustMs);
    expect((await pair.two.regions.get(at))?.version).toBe(version);
    await state.close();
  });
});
