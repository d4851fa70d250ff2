import { randomUUID } from 'node:crypto';
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

const entity = (regionId: string, entityType = 'tree') => ({
  id: randomUUID(),
  regionId,
  entityType,
  position: { x: 1, y: 2, z: 3 },
  payload: { wood: 7 },
});

describe('entities', () => {
  it('are created, read, changed and deleted', async () => {
    const tree = entity('1_1_1');
    const version = await one.entities.create(tree);
    expect(await two.entities.get(tree.id)).toMatchObject({ ...tree, version });
    const next = await two.entities.update(tree.id, { payload: { wood: 6 } }, { expected: version });
    expect(next).toBe(version + 1n);
    expect(await one.entities.get(tree.id)).toMatchObject({ ...tree, payload: { wood: 6 }, version: next });
    await one.entities.delete(tree.id, { expected: next });
    expect(await two.entities.get(tree.id)).toBeUndefined();
  });

  it('get a higher version when they are created again', async () => {
    const tree = entity('1_1_1');
    const version = await one.entities.create(tree);
    await one.entities.delete(tree.id);
    expect(await one.entities.create(tree)).toBeGreaterThan(version);
  });

  it('are refused in one piece', async () => {
    const [tree, rock, gone] = [entity('2_2_2'), entity('2_2_2', 'rock'), entity('2_2_2')];
    await one.entities.createMany([tree, rock]);
    await expect(one.entities.createMany([gone, tree])).rejects.toThrow(`entity ${tree.id} exists already`);
    await expect(one.entities.deleteMany([rock.id, gone.id])).rejects.toThrow(`entity ${gone.id} does not exist`);
    await expect(one.entities.update(tree.id, { entityType: 'bush' }, { expected: 5n })).rejects.toThrow(
      `entity ${tree.id} was expected at version 5, found `,
    );
    await expect(one.entities.createMany([gone, gone])).rejects.toThrow('names the same key twice');
    const { rows } = await two.entities.inRegion('2_2_2');
    expect(rows.map(({ id }) => id)).toEqual([tree.id, rock.id].toSorted());
  });

  it('are put and deleted in batches at the versions that are expected, or not at all', async () => {
    const [tree, rock, bush] = [entity('13_13_13'), entity('13_13_13', 'rock'), entity('13_13_13', 'bush')];
    const [first, second] = (await one.entities.createMany([tree, rock])) as [bigint, bigint];
    const felled = [tree, rock, bush].map((row) => ({ ...row, payload: 'felled' }));
    const payloads = async (state: State): Promise<unknown[]> =>
      (await state.entities.getMany([tree.id, rock.id, bush.id])).map((row) => row?.payload);
    const untouched = [{ wood: 7 }, { wood: 7 }, undefined];
    for (const [expected, fault] of [
      [[first, second - 1n, undefined], `entity ${rock.id} was expected at version ${second - 1n}, found ${second}`],
      [[first, second, 1n], `entity ${bush.id} was expected at version 1, found no row`],
      [[first, second], 'a batch of 3 rows of entities has 2 expected versions: give one for each row'],
      [[first, second, undefined, undefined], 'a batch of 3 rows of entities has 4 expected versions'],
    ] as const) {
      await expect(two.entities.putMany(felled, { expected })).rejects.toThrow(fault);
      expect([await payloads(one), await payloads(two)]).toEqual([untouched, untouched]);
    }
    const keys = [tree.id, rock.id];
    await expect(two.entities.deleteMany(keys, { expected: [undefined, second + 1n] })).rejects.toThrow(
      `entity ${rock.id} was expected at version ${second + 1n}, found ${second}`,
    );
    await expect(two.entities.deleteMany(keys, { expected: [] })).rejects.toThrow('has 0 expected versions');
    expect(await payloads(one)).toEqual(untouched);
    const versions = await two.entities.putMany(felled, { expected: [first, undefined, undefined] });
    expect(versions.slice(0, 2)).toEqual([first + 1n, second + 1n]);
    expect(await payloads(one)).toEqual(['felled', 'felled', 'felled']);
    await one.entities.deleteMany(keys, { expected: versions.slice(0, 2) });
    expect(await payloads(two)).toEqual([undefined, undefined, 'felled']);
  });

  it('are in the list of the region where they are, also after a move that another instance did not see', async () => {
    const tree = entity('3_3_3');
    await one.entities.create(tree);
    const ids = async (state: State, region: string): Promise<string[]> =>
      (await state.entities.inRegion(region)).rows.map(({ id }) => id);
    for (const [from, to] of [
      ['3_3_3', '4_4_4'],
      ['4_4_4', '3_3_3'],
    ] as const) {
      for (const state of [one, two]) {
        expect(await ids(state, from)).toEqual([tree.id]);
        expect(await ids(state, to)).toEqual([]);
      }
      const mover = from === '3_3_3' ? two : one;
      await mover.entities.update(tree.id, { regionId: to });
      for (const state of [one, two]) {
        expect(await ids(state, from)).toEqual([]);
        expect(await ids(state, to)).toEqual([tree.id]);
      }
    }
  });

  it('come in pages, all or of one type, beyond what a cached list holds', async () => {
    const trees = Array.from({ length: 1_300 }, (_, index) => entity('5_5_5', index % 2 === 0 ? 'tree' : 'rock'));
    await one.entities.createMany(trees.slice(0, 650));
    await one.entities.createMany(trees.slice(650));
    for (const type of [undefined, 'tree']) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await two.entities.inRegion('5_5_5', { after, limit: 400, type });
        seen.push(...page.rows.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      const wanted = trees.filter(({ entityType }) => type === undefined || entityType === type);
      expect(seen).toEqual(wanted.map(({ id }) => id).toSorted());
    }
    await expect(two.entities.inRegion('5_5_5', { limit: 1_001 })).rejects.toThrow(
      'limit must be an integer from 1 to 1000, got 1001',
    );
  });
});

describe('large entities', () => {
  it('come in pages that end early, from the cache or not', async () => {
    const chunk = (index: number) => ({ ...entity('12_12_12'), payload: `${index}`.padEnd(2 ** 20 - 2, 'x') });
    const chunks = Array.from({ length: 9 }, (_, index) => chunk(index));
    for (const row of chunks) await one.entities.create(row);
    const wanted = chunks.map(({ id }) => id).toSorted();
    for (const state of [one, two, two]) {
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await state.entities.inRegion('12_12_12', { after });
        pages.push(page.rows.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(pages.flat()).toEqual(wanted);
      expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(5);
    }
    expect((await two.entities.newest('12_12_12')).rows.length).toBeLessThanOrEqual(5);
  });
});

describe('players', () => {
  const player = (username: string, regionId = '6_6_6') => ({
    username,
    regionId,
    positionX: 0.5,
    positionY: -1e300,
    positionZ: 0,
    lastLogin: new Date('2026-11-24T10:00:00.123Z'),
    session: {},
  });

  it('have any name that is text', async () => {
    const names = ['a:b', ':q', 'a b', 'é', '😀', 'Ｚ', "'; DROP TABLE players", '{x}', '\u0001', 'x'.repeat(64)];
    await one.players.createMany(names.map((name) => player(name)));
    for (const state of [one, two, two])
      expect(await state.players.getMany(names)).toMatchObject(names.map((name) => player(name)));
    const { rows } = await two.players.inRegion('6_6_6');
    const sorted = names.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    expect(rows.map(({ username }) => username)).toEqual(sorted);
    for (const bad of ['', 'a\0', '\ud800', 'x'.repeat(65), 'x'.repeat(10_240)])
      await expect(one.players.get(bad)).rejects.toThrow('player.username:');
  });

  it('tell where they are without their sessions', async () => {
    await one.players.create({ ...player('runner'), session: { big: true } });
    expect(await two.players.positions(['nobody', 'runner'])).toEqual([
      undefined,
      { username: 'runner', regionId: '6_6_6', positionX: 0.5, positionY: -1e300, positionZ: 0 },
    ]);
  });

  it('who were active come in pages', async () => {
    const since = new Date('2030-01-01T00:00:00Z');
    const names = Array.from({ length: 5 }, (_, index) => `active ${index}`);
    await one.players.createMany(names.map((name) => ({ ...player(name), lastLogin: since })));
    const first = await two.players.active(since, { limit: 3 });
    const second = await two.players.active(since, { limit: 3, after: first.next });
    expect([first, second].map(({ rows }) => rows.map(({ username }) => username))).toEqual([
      names.slice(0, 3),
      names.slice(3),
    ]);
    expect(second.next).toBeUndefined();
  });
});
