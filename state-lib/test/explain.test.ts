import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explain, fullScans, indexesOf, leadingColumns, tableIndexes } from '../explain/plan.js';
import { fillTables } from '../explain/rows.js';
import { tableStatements } from '../explain/statements.js';
import type { Container } from './backing/container.js';
import { freePorts } from './backing/ports.js';
import { connectAsOwner, startPostgres } from './backing/postgres.js';

let postgres: Container;
let client: Client;

const scansOf = async (text: string): Promise<string[]> =>
  fullScans(await explain(client, text), await leadingColumns(client));

beforeAll(async () => {
  const [port] = (await freePorts(1)) as [number];
  postgres = await startPostgres(port);
  client = await connectAsOwner(port);
  await client.query(fillTables);
}, 60_000);

afterAll(async () => {
  await client.end();
  await postgres.remove();
});

it('no statement of the library reads a whole table or index', async () => {
  const statements = tableStatements();
  expect(statements.length).toBeGreaterThan(150);
  for (const { label, text } of statements) expect([label, await scansOf(text)]).toEqual([label, []]);
});

it('each index is there for statements', async () => {
  const labels = new Map((await tableIndexes(client)).map((index) => [index, new Set<string>()]));
  for (const { label, text } of tableStatements())
    for (const index of indexesOf(await explain(client, text))) labels.get(index)?.add(label);
  const uses = Object.fromEntries([...labels].map(([index, used]) => [index, [...used].toSorted().join(', ')]));
  const includes = (label: string): unknown => expect.stringContaining(label);
  expect(uses).toEqual({
    entities_region_created_idx: includes('entities.newest'),
    entities_region_idx: includes('entities.page'),
    entities_region_type_idx: includes('entities.page'),
    entities_updated_idx: 'entities.since',
    players_last_login_idx: 'players.since',
    players_position_idx: includes('players.positions'),
    players_region_idx: includes('players.page'),
    regions_active_place_idx: 'regions.active_bounds',
    regions_owner_place_idx: 'regions.page',
    regions_place_idx: 'regions.bounds, regions.tiles',
  });
});

it.each<[string, string[]]>([
  ['SELECT session FROM players WHERE position_y = $1', ['Seq Scan of players, filter (position_y = $1)']],
  ['SELECT version FROM regions ORDER BY region_id LIMIT 10', ['Index Scan of regions by regions_pkey']],
  ['UPDATE players SET version = 1 WHERE position_x = $1', ['Seq Scan of players, filter (position_x = $1)']],
  ['SELECT 1 FROM players WHERE username = $1 AND position_x = $2', []],
])('%s', async (text, scans) => expect(await scansOf(text)).toEqual(scans));

it('a statement whose index is gone is found out', async () => {
  await client.query('BEGIN');
  try {
    await client.query('DROP INDEX regions_owner_place_idx');
    const found: string[] = [];
    for (const { label, text } of tableStatements()) if ((await scansOf(text)).length > 0) found.push(label);
    expect(found).toEqual(['regions.page']);
  } finally {
    await client.query('ROLLBACK');
  }
});

it('as a program it prints every plan, and ends well', { timeout: 120_000 }, async () => {
  const main = new URL('../explain/main.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)('node', ['--import', 'tsx', main], { maxBuffer: 2 ** 26 });
  expect(stdout).toMatch(/\n\d+ statements, 0 with a full scan, 0 indexes without a statement\n$/);
});
