import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

let pair: Pair;
let one: State;
let two: State;

beforeAll(async () => {
  pair = await startPair();
  ({ one, two } = pair);
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

describe('regions in bounds', () => {
  const box = (low: bigint, high: bigint) => ({ min: { x: low, y: low, z: low }, max: { x: high, y: high, z: high } });

  it('are the same from tiles and from the database, in pages', async () => {
    const places = [-9n, -8n, -1n, 0n, 7n, 8n, 100n].map((place) => ({ x: place, y: place, z: place }));
    await one.regions.putMany(places);
    const within = async (low: bigint, high: bigint, limit?: number, after?: string) =>
      await two.regions.bounds(box(low, high), { limit, after });
    expect((await within(-8n, 8n)).rows.map(({ x }) => x)).toEqual([-8n, -1n, 0n, 7n, 8n]);
    expect((await within(-1_000n, 1_000n)).rows.map(({ x }) => x)).toEqual([-9n, -8n, -1n, 0n, 7n, 8n, 100n]);
    for (const [low, high] of [
      [-9n, 8n],
      [-1_000n, 50n],
    ] as const) {
      const first = await within(low, high, 4);
      expect(first).toMatchObject({ rows: [{ x: -9n }, { x: -8n }, { x: -1n }, { x: 0n }], next: '0_0_0' });
      expect(await within(low, high, 4, first.next)).toMatchObject({ rows: [{ x: 7n }, { x: 8n }], next: undefined });
    }
    await one.regions.delete({ x: 7n, y: 7n, z: 7n });
    expect((await within(1n, 7n)).rows).toEqual([]);
  });

  it('are only the active ones, or those of a server, where asked', async () => {
    const places = [3_000n, 3_001n, 3_002n].map((place) => ({ x: place, y: place, z: place, ownerServerId: 77n }));
    await one.regions.putMany(places.map((place, index) => ({ ...place, isActive: index !== 1 })));
    for (const low of [3_000n, -3_000n])
      expect((await two.regions.bounds(box(low, 3_002n), { active: true })).rows.slice(-2).map(({ x }) => x)).toEqual([
        3_000n,
        3_002n,
      ]);
    const first = await two.regions.ownedBy(77n, { limit: 2 });
    const second = await two.regions.ownedBy(77n, { limit: 2, after: first.next });
    expect([...first.rows, ...second.rows].map(({ x }) => x)).toEqual([3_000n, 3_001n, 3_002n]);
  });

  it('are put and deleted in batches at the versions that are expected, or not at all', async () => {
    const places = [4_000n, 4_001n].map((place) => ({ x: place, y: place, z: place }));
    const versions = await one.regions.putMany(places, { expected: [undefined, undefined] });
    const wrong = { expected: [versions[0], 1n] };
    const crowded = places.map((place) => ({ ...place, playerCount: 9n }));
    await expect(two.regions.putMany(crowded, wrong)).rejects.toThrow(
      'region 4001_4001_4001 was expected at version 1',
    );
    await expect(two.regions.deleteMany(places, wrong)).rejects.toThrow(
      'region 4001_4001_4001 was expected at version 1',
    );
    expect((await one.regions.getMany(places)).map((region) => region?.playerCount)).toEqual([0n, 0n]);
    await two.regions.deleteMany(places, { expected: versions });
    expect(await one.regions.getMany(places)).toEqual([undefined, undefined]);
  });

  it('reach to the limits of 64 bits', async () => {
    const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n];
    for (const edge of [lowest, highest]) {
      await one.regions.put({ x: edge, y: edge, z: edge, playerCount: highest });
      expect((await two.regions.bounds(box(edge, edge))).rows).toMatchObject([{ x: edge, playerCount: highest }]);
      expect((await two.regions.get({ x: edge, y: edge, z: edge }))?.z).toBe(edge);
    }
    await expect(two.regions.bounds(box(1n, 0n))).rejects.toThrow('bounds: min.x 1 is above max.x 0');
  });
});
