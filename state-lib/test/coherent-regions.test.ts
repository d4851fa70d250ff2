import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../src/observer.js';
import type { Observer } from '../src/observer.js';
import { openState } from '../src/state.js';
import type { State } from '../src/state.js';
import { shortTimes, startPair, trusted } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
let one: State;
let two: State;
let queries = 0;
const at = { x: 1n, y: -2n, z: 3n };
const values = { ownerServerId: 7n, isActive: true, playerCount: 1n, entityCount: 2n };

beforeAll(async () => {
  const queried: Observer['queried'] = ({ label }) => void (queries += Number(label === 'regions.get'));
  pair = await startPair({ observer: { ...silent, queried } });
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

it('many callers of several instances who ask for what nobody has cached cost one query', async () => {
  let z = 0n;
  await until(async () => {
    const cold = { x: 7n, y: 7n, z: (z += 1n) };
    await one.regions.put({ ...cold, ...values });
    await Promise.all([trusted(one), trusted(two)]);
    const before = queries;
    const calls = Array.from({ length: 200 }, async (_, call) => await (call % 2 === 0 ? one : two).regions.get(cold));
    for (const region of await Promise.all(calls)) expect(region).toMatchObject(cold);
    expect(queries - before).toBe(1);
  });
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

describe('a write whose announcement is no longer good when the database runs it is not done, and tried again', () => {
  /** A third instance whose first announcement is followed by `meanwhile`. */
  const writer = async (meanwhile: (state: State) => Promise<unknown>) => {
    const lost: unknown[] = [];
    const noticed = (event: string): void => void (event === 'write guard lost' && lost.push(event));
    const coherence = { ...shortTimes, slackMs: 300 };
    const state = await openState({ ...pair.backing.settings, coherence, observer: { ...silent, noticed } });
    await trusted(state);
    const quarantine = state.cache.quarantine.bind(state.cache);
    state.cache.quarantine = async (...announced) => {
      const previous = await quarantine(...announced);
      state.cache.quarantine = quarantine;
      await meanwhile(state);
      return previous;
    };
    return { state, lost };
  };

  it.each([
    ['since the epoch has moved', async () => await one.watch.abandon(one.watch.epoch.generation)],
    ['since it has waited for longer than it may', async () => await setTimeout(400)],
  ])('%s', async (_, meanwhile) => {
    const before = await two.regions.put({ ...at, ...values });
    const { state, lost } = await writer(meanwhile);
    expect(await state.regions.update(at, { playerCount: 9n })).toBe(before + 1n);
    expect(lost).not.toEqual([]);
    expect((await two.regions.get(at))?.playerCount).toBe(9n);
    await state.close();
  });
});
