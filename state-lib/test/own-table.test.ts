import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveNorth, vehicles, vehiclesSql } from '../examples/own-table.js';
import { entities } from '../src/schema/entities.js';
import { listedBy } from '../src/schema/table.js';
import { int8, jsonb, nullable, varchar } from '../src/schema/columns.js';
import type { Table } from '../src/schema/table.js';
import { connectAsOwner } from './backing/postgres.js';
import { startPair } from './backing/states.js';
import type { Pair } from './backing/states.js';
import { until } from './backing/until.js';

let pair: Pair;

beforeAll(async () => {
  pair = await startPair();
  const { postgres } = pair.backing.ports;
  const owner = await connectAsOwner(postgres);
  await owner.query(vehiclesSql);
  await owner.query(
    'CREATE TABLE trucks (LIKE vehicles INCLUDING ALL); ALTER TABLE trucks ALTER cargo DROP NOT NULL, ADD list VARCHAR(8) NOT NULL',
  );
  await owner.query('CREATE TABLE sectors (LIKE vehicles INCLUDING ALL); ALTER TABLE sectors ADD sector INT8 NOT NULL');
  await owner.query(
    "CREATE TABLE ships (LIKE vehicles INCLUDING ALL); ALTER TABLE ships ADD colour VARCHAR(16) NOT NULL DEFAULT 'red'",
  );
  await owner.query('CREATE VIEW vehicles_as_seen AS SELECT * FROM vehicles');
  await owner.query(
    'GRANT SELECT, INSERT, UPDATE, DELETE ON vehicles, trucks, sectors, ships, vehicles_as_seen TO app',
  );
  await owner.end();
}, 60_000);

afterAll(async () => await pair.stop(), 60_000);

describe('a table of the caller', () => {
  it('is added in under 40 lines, which the README quotes', () => {
    const text = readFileSync(new URL('../examples/own-table.ts', import.meta.url), 'utf8').trimEnd();
    expect(text.split('\n').length).toBeLessThan(40);
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const quoted = text.replaceAll("'../src/index.js'", "'@planetary-survival/state-lib'");
    expect(readme).toContain(quoted);
  });

  it('is read and written on every instance, its lists included', async () => {
    expect(await driveNorth(pair.one, 'PS 1')).toEqual(['PS 1 has 0.5']);
    const [one, two] = [pair.one.table(vehicles), pair.two.table(vehicles)];
    const plates = async (region: string): Promise<string[]> =>
      (await two.listBy('regionId', region)).rows.map(({ plate }) => plate);
    await until(async () => expect((await two.find('PS 1')).from).toBe('cache'));
    expect([await plates('0_0_0'), await plates('0_1_0')]).toEqual([[], ['PS 1']]);
    await one.update('PS 1', { regionId: '0_0_0' });
    expect((await two.get('PS 1'))?.regionId).toBe('0_0_0');
    expect([await plates('0_0_0'), await plates('0_1_0')]).toEqual([['PS 1'], []]);
    for (const field of ['fuel', 'none'])
      await expect(two.listBy(field as 'fuel', '1')).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: `table vehicles has no list by ${field}`,
      });
    await expect(two.listBy('regionId', '\0')).rejects.toThrow('vehicle.regionId:');
    await expect(two.listBy('regionId', '0_0_0', { after: '' })).rejects.toThrow('vehicle.plate:');
  });

  it('may have a column more in the next version of a program, while both versions run', async () => {
    const old = { ...vehicles, name: 'ships', cacheName: 'ship', collections: [listedBy('regionId', 'region_ships')] };
    const next = { ...old, columns: { ...vehicles.columns, colour: varchar('colour', 16) } };
    const [one, two] = [pair.one.table(old), pair.two.table(next)];
    await one.put({ plate: 's', regionId: '8_8_8', fuel: 1, cargo: [] });
    await until(async () => expect((await one.find('s')).from).toBe('cache'));
    expect(await two.get('s')).toMatchObject({ fuel: 1, colour: 'red' });
    expect((await two.listBy('regionId', '8_8_8')).rows).toMatchObject([{ fuel: 1, colour: 'red' }]);
    await two.update('s', { colour: 'blue' });
    await until(async () => expect(await two.find('s')).toMatchObject({ value: { colour: 'blue' }, from: 'cache' }));
    expect(await one.get('s')).not.toHaveProperty('colour');
    await one.update('s', { fuel: 2 });
    expect(await two.get('s')).toMatchObject({ fuel: 2, colour: 'blue' });
    expect((await one.listBy('regionId', '8_8_8')).rows).toMatchObject([{ fuel: 2 }]);
  });

  it('may have JSON that is NULL, and columns of any name', async () => {
    const columns = { ...vehicles.columns, list: varchar('list', 8), cargo: nullable(jsonb('cargo', 65_536)) };
    const trucks = {
      ...vehicles,
      name: 'trucks',
      cacheName: 'truck',
      columns,
      collections: [listedBy('regionId', 'region_trucks')],
    };
    const [one, two] = [pair.one.table(trucks), pair.two.table(trucks)];
    for (const [plate, cargo] of [
      ['a', null],
      ['b', []],
      ['c', null],
    ] as const)
      await one.put({ plate, regionId: '7_7_7', fuel: 1, list: 'x', cargo });
    for (const store of [one, two, two])
      expect((await store.listBy('regionId', '7_7_7')).rows.map(({ plate }) => plate)).toEqual(['a', 'b', 'c']);
    const page = await two.listBy('regionId', '7_7_7', { limit: 2 });
    expect(page.rows.map(({ plate }) => plate)).toEqual(['a', 'b']);
    expect((await two.listBy('regionId', '7_7_7', { after: page.next })).rows.map(({ plate }) => plate)).toEqual(['c']);
  });

  it('may be placed by a number', async () => {
    const sectors = {
      ...vehicles,
      name: 'sectors',
      cacheName: 'sector',
      columns: { ...vehicles.columns, sector: int8('sector') },
      placement: ['sector'],
      collections: [],
    };
    const [one, two] = [pair.one.table(sectors), pair.two.table(sectors)];
    await one.put({ plate: 'a', regionId: '7_7_7', fuel: 1, cargo: [], sector: 5n });
    await two.update('a', { sector: -6n });
    await one.update('a', { fuel: 2 });
    expect(await two.get('a')).toMatchObject({ sector: -6n, fuel: 2 });
    await two.delete('a');
    expect(await one.get('a')).toBeUndefined();
  });

  it('whose definition is not that of its rows says so, and costs nobody else an answer', async () => {
    const wrong = {
      ...vehicles,
      cacheName: 'wrong',
      columns: { ...vehicles.columns, fuel: int8('fuel') },
      collections: [],
      placement: [],
    };
    await pair.one.table(vehicles).put({ plate: 'half', regionId: '8_8_8', fuel: 1.5, cargo: [] });
    const rows = pair.two.table({ ...wrong, name: 'vehicles_as_seen' });
    const [told, other] = await Promise.all([
      rows.get('half').catch((error: unknown) => error),
      pair.two.table(vehicles).get('half'),
    ]);
    expect(told).toMatchObject({ code: 'ROW_UNREADABLE', message: expect.stringContaining('1.5') });
    expect(other).toMatchObject({ fuel: 1.5 });
  });

  it.each<[string, Partial<Table>]>([
    ['name "a b" must be lower case', { name: 'a b' }],
    ['cacheName q is the library’s own', { cacheName: 'q' }],
    ['column ps_list begins with ps_', { columns: { ...vehicles.columns, other: varchar('ps_list', 8) } }],
    ['each column must be used once', { columns: { ...vehicles.columns, other: varchar('plate', 8) } }],
    ['each cacheName must be used once', { cacheName: 'region_vehicles' }],
    ['key fuel must be a varchar() or uuid() column', { key: 'fuel' }],
    ['column version must be', { columns: { ...vehicles.columns, version: int8('version') } }],
    ['not nullable', { columns: { ...vehicles.columns, version: nullable(int8('version', 'version')) } }],
    ['placement field speed must be a column', { placement: ['regionId', 'speed'] }],
    ['field regionId of a list must be in placement', { placement: [] }],
    [
      'field regionId of a list must be a varchar() column',
      { columns: { ...vehicles.columns, regionId: nullable(varchar('region_id', 64)) } },
    ],
    ['the name entity, region_vehicles is taken', { name: 'other', cacheName: 'entity' }],
    ['the name SQL entities, entity, region_entities is taken', { ...entities }],
  ])('is refused: %s', (reason, part) => {
    expect(() => pair.one.table({ ...vehicles, ...part })).toThrow(reason);
  });
});
