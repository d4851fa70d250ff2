import { afterAll, beforeAll, expect, it } from 'vitest';
import { openState } from '../src/state.js';
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
