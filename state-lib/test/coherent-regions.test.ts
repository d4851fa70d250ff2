import { afterAll, beforeAll, expect, it } from 'vitest';
import type { State } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
let one: State;
let two: State;
const at = { x: 1n, y: -2n, z: 3n };
const values = { ownerServerId: 7n, isActive: true, playerCount: 1n, entityCount: 2n };

beforeAll(async () => {
  pair = await startPair();
  ({ one, two } = pair);
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

it('reads from the cache what another instance filled', async () => {
  const version = await one.regions.put({ ...at, ...values });
  expect((await one.regions.find(at)).from).toBe('database');
  const found = await until(async () => {
    const again = await two.regions.find(at);
    expect(again.from).toBe('cache');
    return again;
  });
  expect(found.value).toMatchObject({ id: '1_-2_3', ...at, ...values, version });
});

it('shows an acknowledged write to every instance', async () => {
  for (let round = 0n; round < 50n; round += 1n) {
    const version = await one.regions.put({ ...at, ...values, playerCount: round });
    const found = await Promise.all([one, two].map(async (state) => await state.regions.find(at)));
    expect(found.map(({ value }) => value?.version)).toEqual([version, version]);
  }
});

it('caches that a region does not exist, until it does', async () => {
  const nowhere = { x: 9n, y: 9n, z: 9n };
  expect((await one.regions.find(nowhere)).value).toBeUndefined();
  await until(async () => {
    expect(await two.regions.find(nowhere)).toEqual({ value: undefined, from: 'cache' });
  });
  await one.regions.put({ ...nowhere, ...values });
  expect((await two.regions.find(nowhere)).value).toMatchObject(nowhere);
});
