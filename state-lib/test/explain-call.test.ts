import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { entities as table } from '../src/schema/entities.js';
import type { NewRow } from '../src/schema/table.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

type NewEntity = NewRow<typeof table.columns>;

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

it('a read is explained by its keys, statements and plans', async () => {
  const { keys, statements } = await pair.one.explain(async ({ entities }) => await entities.inRegion('1_1_1'));
  expect(keys).toEqual(['ps:region_entities:1_1_1']);
  expect(statements.map(({ label }) => label)).toEqual(['entities.lists']);
  expect(statements[0]?.plan.join('\n')).toMatch(/Index Scan|Seq Scan|Bitmap/);
});

it('reads of one tick are one statement, planned and run once', async () => {
  const ran: string[] = [];
  const { database } = pair.one;
  const run = database.run.bind(database);
  database.run = async (statement, ...rest) => {
    ran.push(statement.label);
    return await run(statement, ...rest);
  };
  const ids = Array.from({ length: 40 }, () => randomUUID());
  const { keys, statements } = await pair.one.explain(
    async ({ entities }) => await Promise.all([entities.getMany(ids), entities.get(ids[0] as string)]),
  );
  database.run = run;
  expect([keys.length, statements.length]).toEqual([40, 1]);
  expect(ran.filter((label) => !label.startsWith('epoch'))).toEqual(['explain', 'entities.get']);
});

it('a write is explained and not made', async () => {
  const tree = { id: randomUUID(), regionId: '2_2_2', entityType: 'tree', position: {}, payload: {} };
  const put = await pair.one.explain(async ({ entities }) => await entities.put(tree));
  expect(put.keys).toEqual([`ps:entity:${tree.id}`, 'ps:region_entities:2_2_2']);
  expect(put.statements.map(({ label }) => label)).toEqual(['entities.upsert']);
  expect(await pair.one.entities.get(tree.id)).toBeUndefined();
  await pair.one.entities.put(tree);
  const move = await pair.two.explain(async ({ entities }) => await entities.update(tree.id, { regionId: '3_3_3' }));
  expect(move.keys).toEqual([`ps:entity:${tree.id}`, 'ps:region_entities:2_2_2', 'ps:region_entities:3_3_3']);
  expect(move.statements.map(({ label }) => label)).toEqual(['entities.places', 'entities.update']);
  expect((await pair.two.entities.get(tree.id))?.regionId).toBe('2_2_2');
});

it('a transaction is explained to its end and not made', async () => {
  const { one, two } = pair;
  const [tree, rock] = ['tree', 'rock'].map((entityType) => ({
    ...{ id: randomUUID(), regionId: '4_4_4', entityType, position: {}, payload: {} },
  })) as [NewEntity, NewEntity];
  await one.entities.create(tree);
  await one.regions.put({ x: 5n, y: 5n, z: 5n, entityCount: 0n });
  let seen: unknown;
  const { keys, statements } = await one.explain(
    async ({ entities, regions, transaction }) =>
      await transaction(async (inside) => {
        await inside.updateMany(entities, [{ key: tree.id, change: { regionId: '5_5_5' } }]);
        const found = await inside.get(entities, tree.id);
        if (found?.regionId === '5_5_5') await inside.create(entities, { ...rock, regionId: found.regionId });
        await inside.update(regions.rows, '5_5_5', { entityCount: 2n });
        seen = (
          await inside.query(
            { label: 'own', text: "SELECT count(*) AS trees FROM entities WHERE region_id = '5_5_5'" },
            [],
          )
        )[0];
      }),
  );
  expect(seen).toEqual({ trees: '2' });
  const lists = ['4_4_4', '5_5_5'].map((region) => `ps:region_entities:${region}`);
  const regionKeys = ['ps:region:5_5_5', 'ps:region_tile:0_0_0'];
  expect(keys.toSorted()).toEqual([`ps:entity:${tree.id}`, `ps:entity:${rock.id}`, ...lists, ...regionKeys].toSorted());
  const labels = ['entities.update', 'entities.get', 'entities.create', 'regions.update', 'own', 'epoch.guard'];
  expect(statements.map(({ label }) => label)).toEqual(labels);
  for (const { plan } of statements) expect(plan.join('\n')).toMatch(/ Scan|Result/);
  expect(await two.entities.getMany([tree.id, rock.id])).toMatchObject([{ regionId: '4_4_4' }, undefined]);
  expect(await two.regions.get({ x: 5n, y: 5n, z: 5n })).toMatchObject({ entityCount: 0n });
  expect(one.database.admission.active).toBe(0);
});

it('what a call throws is thrown', async () => {
  await expect(pair.one.explain(async ({ players }) => await players.get(''))).rejects.toThrow('player.username:');
  const absent = randomUUID();
  const change = { payload: 1 };
  await expect(
    pair.one.explain(
      async ({ entities, transaction }) =>
        await transaction(async (inside) => {
          await inside.update(entities, absent, change);
        }),
    ),
  ).rejects.toThrow(`entity ${absent} does not exist`);
});
