import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Copies } from '../src/store/copies.js';
import { readAnswers } from './backing/read-answers.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;
const id = '0f6c1a5e-3d1b-4a52-9d0e-0123456789ab';
const chunk = (block: string) => ({ blocks: Array.from({ length: 2_000 }, () => ({ block })) });

beforeAll(async () => {
  pair = await startPair();
  const row = { id, regionId: '0_0_0', entityType: 'chunk', position: {}, payload: chunk('stone') };
  await pair.one.entities.put(row);
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

it('without being told of changes, Redis sends of a large value only that it is the same, until another instance writes it', async () => {
  const { cache, entities } = pair.one;
  const silent = vi.spyOn(cache, 'following', 'get').mockReturnValue(0);
  const answers = readAnswers(cache);
  for (const block of ['stone', 'air'])
    await until(async () => {
      expect((await entities.get(id))?.payload).toEqual(chunk(block));
      expect(answers.at(-1)).toBe('=');
      if (block === 'stone') await pair.two.entities.update(id, { payload: chunk('air') });
    });
  silent.mockRestore();
});

it('what is read cannot be changed at any depth, wherever it came from, and a copy of it can', async () => {
  const { entities, players } = pair.one;
  await players.put({
    ...{ username: 'ann', regionId: '0_0_0', positionX: 1, positionY: 2, positionZ: 3 },
    ...{ lastLogin: new Date(), session: {} },
  });
  const read = [
    await Promise.all([entities.get(id), entities.get(id)]),
    await entities.getMany([id]),
    (await entities.inRegion('0_0_0')).rows,
    (await entities.inRegion('0_0_0')).rows,
    (await entities.newest('0_0_0')).rows,
    [await pair.one.transaction(async (inside) => await inside.get(entities, id))],
    await players.positions(['ann']),
  ].flat();
  expect(read).toHaveLength(8);
  for (const row of read) expect([typeof row, Object.isFrozen(row)]).toEqual(['object', true]);
  const row = await entities.get(id);
  expect({ ...row, regionId: 'elsewhere' }).toMatchObject({ id, regionId: 'elsewhere' });
  expect(() => row?.createdAt.setTime(0)).toThrow('change a copy, new Date(time)');
  expect(Object.prototype.toString.call(row?.createdAt)).toBe('[object Date]');
  const { blocks } = (row as { payload: unknown }).payload as { blocks: unknown[] };
  expect(() => blocks.push(1)).toThrow(TypeError);
});

it('copies that were not used of late are let go, the others stay', () => {
  const copies = new Copies(70_000);
  const shelf = copies.of('region');
  const use = (name: string) => {
    const entry = shelf.find(name) ?? shelf.open(name);
    if (entry.copy === undefined) copies.keep(entry, { header: name, value: name, length: 300, bytes: 4_000 });
    copies.trim();
  };
  for (let turn = 0; turn < 20; turn += 1) for (const name of ['hot', `cold ${turn}`]) use(name);
  expect(shelf.find('hot')?.copy?.value).toBe('hot');
  expect(shelf.find('cold 19')?.copy?.value).toBe('cold 19');
  expect(shelf.find('cold 0')).toBeUndefined();
  copies.keep(shelf.open('huge'), { header: '', value: 1, length: 1_000, bytes: 14_000 });
  expect(shelf.find('huge')?.copy).toBeUndefined();
});
