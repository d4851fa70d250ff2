import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { State } from '../src/state.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

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
                const row = await transaction.get(state.entities, counter.id);
                const change = { payload: Number(row?.payload) + 1 };
                await transaction.update(state.entities, counter.id, change, { expected: row?.version });
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
