import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Closed } from '../src/errors.js';
import { openState } from '../src/state.js';
import type { State } from '../src/state.js';
import { connectAsOwner } from './backing/postgres.js';
import { shortTimes, startPair, trusted } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
let owner: Client;
const at = { x: 1n, y: 2n, z: 3n };

beforeAll(async () => {
  pair = await startPair();
  owner = await connectAsOwner(pair.backing.ports.postgres);
}, 60_000);

afterAll(async () => {
  await owner.end();
  await pair.stop();
}, 60_000);

async function open(): Promise<State> {
  const state = await openState({ ...pair.backing.settings, coherence: shortTimes });
  await trusted(state);
  return state;
}

it('closing waits for reads, writes and transactions under way, and what they wrote is seen by all', async () => {
  const state = await open();
  await state.regions.putMany(Array.from({ length: 200 }, (_, x) => ({ x: BigInt(x), y: 0n, z: 0n })));
  await pair.one.regions.put(at);
  expect((await pair.two.regions.get(at))?.playerCount).toBe(0n);
  await owner.query('BEGIN');
  await owner.query("SELECT 1 FROM regions WHERE region_id = '1_2_3' FOR UPDATE");
  const writing = state.regions.update(at, { playerCount: 5n });
  const reading = state.regions.getMany(Array.from({ length: 200 }, (_, x) => ({ x: BigInt(x), y: 0n, z: 0n })));
  const listing = state.regions.ownedBy(0n, { limit: 10 });
  const moving = state.transaction(async (transaction) => {
    // It began before the state is closed, and reads past its own transaction after.
    await until(async () => await expect(state.regions.put(at)).rejects.toBeInstanceOf(Closed));
    await state.regions.get({ x: 5n, y: 0n, z: 0n });
    return await transaction.update(state.regions.rows, '7_0_0', { playerCount: 1n });
  });
  const closing = state.close();
  expect(await Promise.race([closing, moving.then(() => 'moved')])).toBe('moved');
  await owner.query('COMMIT');
  await closing;
  expect(await writing).toBeGreaterThan(0n);
  expect((await reading).filter((region) => region !== undefined)).toHaveLength(200);
  expect((await listing).rows).toHaveLength(10);
  expect((await pair.two.regions.get(at))?.playerCount).toBe(5n);
});

it('reads alone are waited for too, be they asked for in the tick that closes', async () => {
  const state = await open();
  await state.regions.put(at);
  const reading = Promise.all([state.regions.get(at), state.regions.getMany([at, at])]);
  const closing = state.close();
  expect((await reading).flat()).toMatchObject([at, at, at]);
  await closing;
});

it('what comes after is refused by name, and closing twice is closing once', async () => {
  const state = await open();
  await Promise.all([state.close(), state.close()]);
  const calls = [
    state.regions.get(at),
    state.regions.get(at),
    state.regions.getMany([at]),
    state.regions.ownedBy(0n),
    state.regions.put(at),
    state.transaction(async () => undefined),
  ];
  for (const call of await Promise.allSettled(calls))
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } });
});
