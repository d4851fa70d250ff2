import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';

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

it('what a call throws is thrown', async () => {
  await expect(pair.one.explain(async ({ players }) => await players.get(''))).rejects.toThrow('player.username:');
});
