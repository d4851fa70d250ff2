/** A table of one's own: vehicles, read through the cache, by key and by region, with the library's promises. */
import { float8, int8, jsonb, listedBy, varchar } from '../src/index.js';
import type { State, Table } from '../src/index.js';

/** Its migration. The text that rows are listed and ordered by compares by bytes: COLLATE "C" on PostgreSQL, CockroachDB's own way. */
export const vehiclesSql = `
CREATE TABLE vehicles (
  plate VARCHAR(32) COLLATE "C" PRIMARY KEY, region_id VARCHAR(64) COLLATE "C" NOT NULL,
  fuel FLOAT8 NOT NULL, cargo JSONB NOT NULL, version INT8 NOT NULL);
CREATE INDEX vehicles_region_idx ON vehicles (region_id, plate)`;

const columns = {
  plate: varchar('plate', 32),
  regionId: varchar('region_id', 64),
  fuel: float8('fuel'),
  cargo: jsonb('cargo', 65_536),
  version: int8('version', 'version'),
};

export const vehicles: Table<typeof columns> = {
  name: 'vehicles',
  cacheName: 'vehicle',
  columns,
  key: 'plate',
  placement: ['regionId'],
  collections: [listedBy('regionId', 'region_vehicles')],
};

export async function driveNorth(state: State, plate: string): Promise<string[]> {
  const table = state.table(vehicles);
  await table.put({ plate, regionId: '0_0_0', fuel: 1, cargo: [] });
  await state.transaction(async (transaction) => {
    await transaction.update(table, plate, { regionId: '0_1_0', fuel: 0.5 });
  });
  const { rows } = await table.listBy('regionId', '0_1_0');
  return rows.map((row) => `${row.plate} has ${row.fuel}`);
}
