import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../src/observer.js';
import type { Observer } from '../src/observer.js';
import { openState } from '../src/state.js';
import type { State } from '../src/state.js';
import type { Transaction } from '../src/store/transaction.js';
import { shortTimes, startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
let one: State;
let two: State;
/** Labels of the statements of both. */
const statements: string[] = [];
let hits = 0;
const observer: Observer = {
  ...silent,
  queried: ({ label }) => {
    if (label !== 'epoch.read') statements.push(label);
  },
  hit: (_source, count) => (hits += count),
};

beforeAll(async () => {
  pair = await startPair({ observer });
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

describe('transactions', () => {
  it('write across tables in one piece, seen by all once committed', async () => {
    const sword = entity('7_7_7', 'sword');
    await one.regions.put({ x: 7n, y: 7n, z: 7n, entityCount: 0n });
    await until(async () => expect((await two.regions.find({ x: 7n, y: 7n, z: 7n })).from).toBe('cache'));
    await one.transaction(async (transaction) => {
      await transaction.create(one.entities, sword);
      await transaction.update(one.regions.rows, '7_7_7', { entityCount: 1n });
      expect(await transaction.get(one.entities, sword.id)).toMatchObject(sword);
    });
    expect(await two.regions.get({ x: 7n, y: 7n, z: 7n })).toMatchObject({ entityCount: 1n });
    expect((await two.entities.inRegion('7_7_7')).rows).toMatchObject([sword]);
  });

  it('leave nothing when they fail', async () => {
    const sword = entity('8_8_8', 'sword');
    const failing = one.transaction(async (transaction) => {
      await transaction.create(one.entities, sword);
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await two.entities.get(sword.id)).toBeUndefined();
  });

  for (const isolation of ['serializable', 'read committed'] as const)
    it(`write batches by one statement each, in one piece, ${isolation}`, async () => {
      // A list for each place that a row leaves or enters, so that none is told of for another's sake.
      const regions = Array.from({ length: 11 }, (_, index) => `${isolation === 'serializable' ? 14 : 15}_${index}_0`);
      const at = (index: number) => entity(regions[index] as string);
      const rows = [0, 2, 4, 5, 8].map(at);
      const ids = rows.map(({ id }) => id) as [string, string, string, string, string];
      const deleted = ids.slice(2, 4);
      const moved = ids
        .slice(0, 2)
        .map((key, index) => ({ key, change: { regionId: regions[index * 2 + 1] as string } }));
      const [born, put] = [
        [at(6), at(7)],
        [{ ...at(9), id: ids[4] }, at(10)],
      ];
      await one.entities.createMany(rows);
      const lists = async (): Promise<string[][]> => {
        const pages = await Promise.all(regions.map(async (region) => await two.entities.inRegion(region)));
        return pages.map((page) => page.rows.map(({ id }) => id));
      };
      const cached = async (): Promise<void> =>
        await until(async () => {
          const before = hits;
          await lists();
          expect(hits).toBe(before + regions.length);
        });
      await cached();
      const batches = async (transaction: Transaction): Promise<bigint[]> => {
        await transaction.createMany(one.entities, born);
        await transaction.updateMany(one.entities, moved);
        await transaction.deleteMany(one.entities, deleted);
        const empty = [
          transaction.createMany(one.entities, []),
          transaction.putMany(one.entities, []),
          transaction.updateMany(one.entities, []),
          transaction.getMany(one.entities, []),
        ];
        expect(await Promise.all<unknown[]>(empty)).toEqual([[], [], [], []]);
        await transaction.deleteMany(one.entities, []);
        return await transaction.putMany(one.entities, put);
      };
      const failing = one.transaction(
        async (transaction) => {
          await batches(transaction);
          const seen = await transaction.getMany(one.entities, ids);
          expect(seen.map((row) => row?.regionId)).toEqual([regions[1], regions[3], undefined, undefined, regions[9]]);
          await transaction.deleteMany(one.entities, deleted);
        },
        { isolation },
      );
      await expect(failing).rejects.toThrow(`entity ${deleted[0]} does not exist`);
      const [first, second, third, fourth, fifth] = ids.map((id) => [id]);
      expect(await lists()).toEqual([first, [], second, [], third, fourth, [], [], fifth, [], []]);
      await cached();
      statements.length = 0;
      const versions = await one.transaction(batches, { isolation });
      const wrote = ['create', 'update', 'delete', 'upsert'].map((kind) => `entities.${kind}`);
      expect(statements).toEqual([...wrote, 'epoch.guard']);
      expect(versions).toHaveLength(2);
      const [sixth, seventh, eighth] = [...born, put[1]].map((row) => [row?.id]);
      expect(await lists()).toEqual([[], first, [], second, [], [], sixth, seventh, [], fifth, eighth]);
      expect(await two.entities.getMany(deleted)).toEqual([undefined, undefined]);
    }, 30_000);

  it('write batches at the versions that are expected, and go on after one that is refused', async () => {
    const [sword, shield] = [entity('16_16_16', 'sword'), entity('16_16_16', 'shield')];
    const versions = await one.entities.createMany([sword, shield]);
    await one.transaction(async (transaction) => {
      const wrong = { expected: [versions[0], 1n] };
      await expect(transaction.putMany(one.entities, [sword, shield], wrong)).rejects.toThrow('expected at version 1');
      await expect(transaction.deleteMany(one.entities, [sword.id, shield.id], wrong)).rejects.toThrow('at version 1');
      const change = { payload: 'sharp' };
      const late = [
        { key: sword.id, change },
        { key: shield.id, change, expected: 1n },
      ];
      await expect(transaction.updateMany(one.entities, late)).rejects.toThrow('expected at version 1');
      await expect(transaction.createMany(one.entities, [entity('16_16_16'), sword])).rejects.toThrow('exists already');
      await expect(transaction.putMany(one.entities, [sword], { expected: [] })).rejects.toThrow(
        'has 0 expected versions',
      );
      expect(await transaction.updateMany(one.entities, [{ key: sword.id, change }])).toEqual([
        (versions[0] ?? 0n) + 1n,
      ]);
    });
    expect((await two.entities.getMany([sword.id, shield.id])).map((row) => row?.payload)).toEqual([
      'sharp',
      { wood: 7 },
    ]);
    expect((await two.entities.inRegion('16_16_16')).rows).toHaveLength(2);
    const many = Array.from({ length: 1_001 }, () => randomUUID());
    for (const call of ['getMany', 'deleteMany'] as const)
      await expect(one.transaction(async (transaction) => await transaction[call](one.entities, many))).rejects.toThrow(
        'at most 1000 rows of entities in one call, got 1001',
      );
  });

  it('are refused when they write more than may be under way', async () => {
    const chunks = Array.from({ length: 3 }, () => ({ ...entity('17_17_17'), payload: 'x'.repeat(400_000) }));
    const { database } = pair.backing.settings;
    const small = await openState({
      ...pair.backing.settings,
      coherence: shortTimes,
      database: { ...database, writeBytes: 1_000_000 },
    });
    try {
      const write = async (count: number): Promise<bigint[]> =>
        await small.transaction(
          async (transaction) => await transaction.createMany(small.entities, chunks.slice(0, count)),
        );
      await expect(write(3)).rejects.toThrow('is larger than all that may be under way (database.writeBytes, 1000000)');
      expect(await write(2)).toHaveLength(2);
    } finally {
      await small.close();
    }
  });

  for (const isolation of ['serializable', 'read committed'] as const)
    it(`keep lists right when an upsert meets a row that was just created elsewhere, ${isolation}`, async () => {
      const sword = entity('10_10_10', 'sword');
      const ids = async (region: string): Promise<string[]> =>
        (await two.entities.inRegion(region)).rows.map(({ id }) => id);
      let create: () => void = () => {};
      const created = new Promise<void>((resolve) => (create = resolve));
      const first = one.transaction(async (transaction) => {
        await transaction.create(one.entities, sword);
        create();
        await setTimeout(300);
      });
      await created;
      const second = two.transaction(
        async (transaction) => {
          // Waits for the first, whose row its own statement cannot see.
          await transaction.put(two.entities, { ...sword, regionId: '11_11_11' });
          for (let turn = 0; turn < 20 && !(await ids('10_10_10')).includes(sword.id); turn += 1) await setTimeout(50);
          await setTimeout(100);
          await ids('10_10_10');
        },
        { isolation },
      );
      await Promise.allSettled([first, second]);
      const at = (await two.entities.get(sword.id))?.regionId;
      expect(at).toBe('11_11_11');
      for (const region of ['10_10_10', '11_11_11'])
        expect([region, (await ids(region)).includes(sword.id)]).toEqual([region, region === at]);
    }, 30_000);

  for (const isolation of ['serializable', 'read committed'] as const)
    it(`lose no update when they clash, ${isolation}`, async () => {
      const counter = entity('9_9_9', 'counter');
      await one.entities.create({ ...counter, payload: 0 });
      const add = async (state: State): Promise<void> => {
        for (let done = false; !done;)
          await state
            .transaction(
              async (transaction) => {
                const [row] = await transaction.getMany(state.entities, [counter.id]);
                const change = { payload: Number(row?.payload) + 1 };
                await transaction.updateMany(state.entities, [{ key: counter.id, change, expected: row?.version }]);
              },
              { isolation },
            )
            .then(
              () => (done = true),
              (error: unknown) => {
                if ((error as { code?: string }).code !== 'VERSION_CONFLICT') throw error;
              },
            );
      };
      await Promise.all(Array.from({ length: 12 }, async (_, index) => await add(index % 2 === 0 ? one : two)));
      expect((await one.entities.get(counter.id))?.payload).toBe(12);
    }, 30_000);
});
