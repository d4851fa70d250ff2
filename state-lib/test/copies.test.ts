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

it('what a caller does to its row reaches no other; JSON and times cannot be changed', async () => {
  const rows = await Promise.all([1, 2, 3].map(async () => await pair.one.entities.get(id)));
  const [one, two] = rows.map(
    (row) => row as unknown as { regionId: string; createdAt: Date; payload: { blocks: unknown[] } },
  );
  if (one !== undefined) one.regionId = 'elsewhere';
  for (const row of [two, await pair.one.entities.get(id)]) expect(row?.regionId).toBe('0_0_0');
  expect(() => one?.createdAt.setTime(0)).toThrow('change a copy, new Date(time)');
  expect(Object.prototype.toString.call(one?.createdAt)).toBe('[object Date]');
  expect(() => one?.payload.blocks.push(1)).toThrow(TypeError);
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
