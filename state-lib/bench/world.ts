import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Programs } from './programs.js';

/** Ids of what the database holds for a measurement. */
export interface World {
  readonly entities: readonly string[];
}

/** A connection past PgBouncer, as the owner of the tables. */
export async function owner(programs: Programs): Promise<Client> {
  const { postgres: port, database } = programs;
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
  await client.connect();
  return client;
}

/** Empties the tables and writes `count` entities whose payload has about `bytes` bytes. */
export async function makeEntities(programs: Programs, count: number, bytes: number): Promise<World> {
  const client = await owner(programs);
  const ids = Array.from({ length: count }, () => randomUUID());
  try {
    await client.query('TRUNCATE entities, regions, players');
    for (let start = 0; start < count; start += 500) {
      const some = ids.slice(start, start + 500);
      await client.query(
        `INSERT INTO entities (id, region_id, entity_type, position, payload)
SELECT id, '0_0_0', 'chunk', '{"x":12.5,"y":-3.25,"z":800}', payload FROM unnest($1::UUID[], $2::JSONB[]) AS u(id, payload)`,
        [some, some.map((id) => JSON.stringify(payload(id, bytes)))],
      );
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
  return { entities: ids };
}

/** Small things have named fields; voxel chunks are runs of block numbers with a palette. */
function payload(id: string, bytes: number): unknown {
  if (bytes < 1_000) return { owner: id.slice(0, 8), health: 87, state: 'x'.repeat(Math.max(0, bytes - 50)) };
  const runs: number[] = [];
  for (let length = 0, seed = Number.parseInt(id.slice(0, 8), 16); length < bytes;) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const run = seed % 4_096;
    runs.push(run);
    length += String(run).length + 1;
  }
  return { palette: ['air', 'stone', 'dirt', 'water'], runs };
}

/** Writes regions. */
export async function makeRegions(
  programs: Programs,
  all: readonly { readonly id: string; readonly x: number; readonly y: number; readonly z: number }[],
): Promise<void> {
  const client = await owner(programs);
  const column = (name: 'id' | 'x' | 'y' | 'z'): (string | number)[] => all.map((region) => region[name]);
  try {
    await client.query(
      `INSERT INTO regions (region_id, region_x, region_y, region_z, owner_server_id, is_active, player_count, entity_count)
SELECT id, x, y, z, 1, true, 3, 40 FROM unnest($1::VARCHAR[], $2::INT8[], $3::INT8[], $4::INT8[]) AS u(id, x, y, z)`,
      [column('id'), column('x'), column('y'), column('z')],
    );
    await client.query('ANALYZE regions');
  } finally {
    await client.end();
  }
}
