import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cacheTrusted } from '../src/store/warm.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
const spawn = { at: { x: 6n, y: 5n, z: 5n }, radius: 3 };

beforeAll(async () => {
  // What is read while the cache is not trusted is not kept: so long, no busy machine costs the trust.
  pair = await startPair({ spawn, coherence: { trustMs: 3_000, pollMs: 125, holdMs: 3_150 } });
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

it('warming leaves the spawn and active players in the cache, and tells how far it is', async () => {
  const { one, two } = pair;
  const places = Array.from({ length: 60 }, (_, index) => ({
    x: BigInt(5 + (index % 5)),
    y: BigInt(3 + (Math.floor(index / 5) % 5)),
    z: BigInt(3 + Math.floor(index / 25)),
  }));
  await one.regions.putMany([...places, { x: 100n, y: 5n, z: 5n }]);
  const entity = { id: randomUUID(), regionId: '5_3_3', entityType: 'tree', position: {}, payload: {} };
  await one.entities.put(entity);
  const player = { username: 'ann', regionId: '5_3_3', positionX: 0, positionY: 0, positionZ: 0, session: {} };
  await one.players.put({ ...player, lastLogin: new Date() });
  const told: unknown[] = [];
  const activeSince = new Date(Date.now() - 60_000);
  // As just after its start: what is read meanwhile passes by the cache.
  const trust = vi.spyOn(one.watch, 'trusted');
  for (let count = 0; count < 5; count += 1) trust.mockReturnValueOnce(undefined);
  expect(await one.warm({ activeSince, progress: (step) => told.push(step) })).toEqual({ regions: 60, players: 1 });
  // A fill is sent when its reads were answered; until then its lease is there.
  await until(async () => {
    const values = await two.cache.read(['ps:region:5_3_3', 'ps:player:ann'], undefined, 0);
    expect(values).toEqual([expect.stringMatching(/^V/), expect.stringMatching(/^V/)]);
  });
  expect((await two.regions.find({ x: 5n, y: 3n, z: 3n })).from).toBe('cache');
  expect((await two.players.find('ann')).from).toBe('cache');
  // Tile by tile: 36 of the regions are in the first.
  expect([told[0], told.at(-2), told.at(-1)]).toEqual([
    { regions: 36, players: 0 },
    { regions: 60, players: 0 },
    { regions: 60, players: 1 },
  ]);
});

it('warming says so when no cache is trusted', async () => {
  await expect(cacheTrusted({ trusted: () => undefined }, 100)).rejects.toMatchObject({ code: 'CACHE_UNTRUSTED' });
});
