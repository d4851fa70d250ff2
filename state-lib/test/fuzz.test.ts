import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheKey } from '../src/store/source.js';
import { RowCodec } from '../src/schema/codec.js';
import { entities } from '../src/schema/entities.js';
import { isStorable } from '../src/schema/json.js';
import type { Json } from '../src/schema/json.js';
import { players } from '../src/schema/players.js';
import { regionCoordinates, regionId, regions } from '../src/schema/regions.js';
import type { State } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

const int8 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const date = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-01-01'), noInvalidDate: true });
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }).filter((text) => !text.includes('\0'));
const json = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 12 })
  .filter((value) => isStorable(value)) as fc.Arbitrary<Json>;
const float = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const rows = {
  regions: fc.record({
    ...{ id: name, x: int8, y: int8, z: int8, ownerServerId: int8, lastModified: date, isActive: fc.boolean() },
    ...{ playerCount: int8, entityCount: int8, version: int8 },
  }),
  entities: fc.record({
    ...{ id: fc.uuid(), regionId: name, entityType: name, position: json, payload: json },
    ...{ createdAt: date, updatedAt: date, version: int8 },
  }),
  players: fc.record({
    ...{ username: name, regionId: name, positionX: float, positionY: float, positionZ: float },
    ...{ lastLogin: date, session: json, version: int8 },
  }),
};

describe('codecs and keys, of anything', () => {
  it('rows come out of the cache as they went in', () => {
    const through = <T>(codec: { pack(row: T): Json[]; unpack(packed: Json[]): T }, row: T): T =>
      codec.unpack(JSON.parse(JSON.stringify(codec.pack(row))) as Json[]);
    const [region, entity, player] = [new RowCodec(regions), new RowCodec(entities), new RowCodec(players)];
    const same = (out: unknown, row: unknown): void => {
      expect(out).toEqual(plainZero(row));
    };
    fc.assert(fc.property(rows.regions, (row) => same(through(region, row), row)));
    fc.assert(fc.property(rows.entities, (row) => same(through(entity, row), row)));
    fc.assert(fc.property(rows.players, (row) => same(through(player, row), row)));
  });

  it('region ids are their coordinates, and no two share one', () => {
    fc.assert(
      fc.property(int8, int8, int8, (x, y, z) => {
        expect(regionCoordinates(regionId({ x, y, z }))).toEqual({ x, y, z });
      }),
    );
  });

  it('any other text is no region id', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-0-9_]{1,70}$/));
    fc.assert(
      fc.property(any, (text) => {
        const read = (): string => regionId(regionCoordinates(text));
        const isId = /^-?\d+_-?\d+_-?\d+$/.test(text);
        fc.pre(!isId);
        expect(read).toThrow('region id must be x_y_z');
      }),
    );
  });

  it('no two ids have one key of the cache', () => {
    const sources = ['region', 'entity', 'player', 'region_entities', 'region_players', 'region_tile'];
    const ids = fc.tuple(fc.constantFrom(...sources), name);
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const same = one[0] === other[0] && one[1] === other[1];
        expect(cacheKey(...one) === cacheKey(...other)).toBe(same);
      }),
    );
  });
});

/** JSON has no negative zero. */
function plainZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(plainZero);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainZero(inner)]));
}

describe('through both instances and the real programs', () => {
  let pair: Pair;
  let one: State;
  let two: State;
  beforeAll(async () => {
    pair = await startPair();
    ({ one, two } = pair);
  }, 60_000);
  afterAll(async () => await pair.stop(), 60_000);

  it('players of any name and session, from the database and from the cache', async () => {
    await fc.assert(
      fc.asyncProperty(rows.players, async (whole) => {
        const row = Object.fromEntries(Object.entries(whole).filter(([field]) => field !== 'version')) as Omit<
          typeof whole,
          'version'
        >;
        await one.players.put(row);
        for (const state of [two, two, one])
          expect(await state.players.get(row.username)).toMatchObject(plainZero(row) as object);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('regions anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(int8, int8, int8, int8, async (x, y, z, playerCount) => {
        await one.regions.put({ x, y, z, playerCount });
        const at = { x, y, z };
        for (const state of [two, two]) expect(await state.regions.get(at)).toMatchObject({ ...at, playerCount });
        expect((await two.regions.bounds({ min: at, max: at })).rows).toMatchObject([{ ...at, playerCount }]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('payloads of 1 MiB, and none above', async () => {
    const id = '00000000-0000-4000-8000-00000000f022';
    const entity = { id, regionId: '0_0_0', entityType: 'chunk', position: {} };
    const payload = 'é"\\'.repeat(174_762);
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeGreaterThan(1_048_570);
    await one.entities.create({ ...entity, payload });
    for (const state of [two, two]) expect((await state.entities.get(id))?.payload).toBe(payload);
    await expect(one.entities.update(id, { payload: `${payload}123456789` })).rejects.toThrow(
      'entity.payload: must be at most',
    );
  });

  it('hostile JSON is refused', async () => {
    const deep = JSON.parse('['.repeat(65) + ']'.repeat(65)) as Json;
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const payload of [
      deep,
      cycle,
      'a\0b',
      { 'a\0': 1 },
      '\ud800',
      JSON.parse('{"__proto__":{"admin":true}}'),
      NaN,
      Infinity,
    ])
      await expect(
        one.entities.create({
          id: '00000000-0000-4000-8000-00000000f0ff',
          regionId: '0_0_0',
          entityType: 'x',
          position: {},
          payload,
        }),
      ).rejects.toThrow('entity.payload: must be well-formed JSON');
  });

  it('names of 10 kB are refused', async () => {
    const long = fc.string({ unit: 'binary', minLength: 10_000, maxLength: 11_000, size: 'max' });
    for (const text of fc.sample(long, 20)) await expect(one.players.get(text)).rejects.toThrow('player.username:');
  });
});
