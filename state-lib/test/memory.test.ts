import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsOwner } from './backing/postgres.js';
import { lastingPrimary, startBacking } from './backing/stack.js';
import type { Backing } from './backing/stack.js';

const program = fileURLToPath(new URL('backing/small-instance.ts', import.meta.url));
let backing: Backing;

beforeAll(async () => {
  backing = await startBacking(lastingPrimary);
  const owner = await connectAsOwner(backing.ports.postgres);
  // Of text that does not compress: what the database keeps is as large as what it sends.
  await owner.query(`INSERT INTO entities (id, region_id, entity_type, position, payload)
SELECT gen_random_uuid(), '1_1_1', 'chunk', '{}', to_jsonb((SELECT left(string_agg(encode(sha512((n || ' ' || part)::bytea), 'base64'), ''), 1048000)
FROM generate_series(1, 12000) AS part)) FROM generate_series(1, 100) AS n`);
  await owner.query(`INSERT INTO entities (id, region_id, entity_type, position, payload)
SELECT gen_random_uuid(), '3_3_' || row_number() OVER () % 20, entity_type, position, payload FROM entities`);
  await owner.end();
}, 60_000);

afterAll(async () => await backing.stop(), 60_000);

interface Told {
  readonly pages: readonly number[];
  readonly refused: readonly string[];
  readonly changed: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly rss: number;
}

it('an instance of 256 MiB outlives a region of 100 rows of 1 MiB, 100 such rows and 20 such lists at once, and 400 writes of 1 MiB at once', async () => {
  const { database: to, cache } = backing.settings;
  const order = JSON.stringify({ database: { ...to, waitingLimit: 1_000 }, cache });
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--max-old-space-size=160', '--import', 'tsx', program, order],
  ]);
  const told = JSON.parse(stdout) as Told;
  console.log(stdout.trim());
  expect(told.pages.reduce((sum, count) => sum + count, 0)).toBe(100);
  expect(told.refused).toEqual(['OVERLOADED', 'OVERLOADED', 'read']);
  expect(Math.max(...told.pages, told.changed)).toBeLessThanOrEqual(5);
  const { written = 0, OVERLOADED: refused = 0 } = told.codes;
  expect(written + refused).toBe(400);
  expect(refused).toBeGreaterThan(0);
  expect(written).toBeGreaterThan(10);
}, 120_000);
