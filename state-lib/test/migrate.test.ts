import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../src/migrate/migrate.js';
import { readMigrations, statementsOf } from '../src/migrate/migration.js';
import type { Container } from './backing/container.js';
import { freePorts } from './backing/ports.js';
import { migrationsDirectory, startPostgres } from './backing/postgres.js';

let postgres: Container;
let root: Client;
let port: number;
let directory: string;
let count = 0;

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  postgres = await startPostgres(port);
  root = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await root.connect();
  directory = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(migrationsDirectory, directory, { recursive: true });
}, 60_000);

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await root.end();
  await postgres.remove();
}, 60_000);

async function emptyDatabase(): Promise<{ host: string; port: number; user: string; database: string }> {
  count += 1;
  await root.query(`CREATE DATABASE empty_${count}`);
  return { host: '127.0.0.1', port, user: 'postgres', database: `empty_${count}` };
}

async function ask(connection: object, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const all = ['0001_regions.sql', '0002_cache_epoch.sql', '0003_entities.sql', '0004_players.sql'];

describe('migrations', () => {
  it('are applied once, in order', async () => {
    const connection = await emptyDatabase();
    expect(await migrate({ connection, directory })).toEqual(all);
    expect(await migrate({ connection, directory })).toEqual([]);
    expect(await migrate({ connection, directory, sets: ['hash-sharded'] })).toEqual(['hash-sharded/0001_regions.sql']);
    const applied = await ask(connection, 'SELECT name, checksum FROM migrations.applied ORDER BY applied_at');
    const files = readMigrations(directory, 'postgresql', ['hash-sharded']);
    expect(applied).toEqual(files.map(({ name, checksum }) => ({ name, checksum })));
  });

  it('are applied once by five programs that start at the same time', async () => {
    const own = mkdtempSync(join(tmpdir(), 'migrations-'));
    cpSync(migrationsDirectory, own, { recursive: true });
    // Slow, so that they overlap.
    writeFileSync(join(own, 'cockroach', '0000_slow.sql'), 'SELECT pg_sleep(0.5);\n');
    const connection = await emptyDatabase();
    const five = Array.from({ length: 5 }, async () => await migrate({ connection, directory: own }));
    const results = await Promise.all(five).finally(() => rmSync(own, { recursive: true }));
    expect(results.flat().toSorted()).toEqual(['0000_slow.sql', ...all]);
  });

  it('make their own tables at the same time, many times over', async () => {
    for (let round = 0; round < 8; round += 1) {
      const connection = await emptyDatabase();
      const five = Array.from({ length: 5 }, async () => await migrate({ connection, directory }));
      expect((await Promise.all(five)).flat().toSorted()).toEqual(all);
    }
  });

  it('are run again where one was interrupted, and go on', async () => {
    const connection = await emptyDatabase();
    const [first] = statementsOf(readMigrations(directory, 'postgresql')[0]?.text ?? '');
    await ask(connection, first ?? '');
    expect(await migrate({ connection, directory })).toEqual(all);
  });

  it('wait for a holder of the lock that died, and no longer than told', async () => {
    const connection = await emptyDatabase();
    await migrate({ connection, directory });
    const hold = async (time: string): Promise<unknown> =>
      await ask(
        connection,
        `UPDATE migrations.lock SET holder = 'gone', held_until = clock_timestamp() + INTERVAL '${time}'`,
      );
    await hold('1 hour');
    await expect(migrate({ connection, directory, patienceMs: 100 })).rejects.toThrow(
      'another migration holds the lock of the schema for more than 0.1 s',
    );
    await hold('1 second');
    expect(await migrate({ connection, directory })).toEqual([]);
  });

  it('say which file changed after it was applied, and which one failed', async () => {
    const connection = await emptyDatabase();
    await migrate({ connection, directory });
    const broken = join(directory, 'cockroach', '0005_broken.sql');
    writeFileSync(broken, 'CREATE TABLE half (id INT8);\nCREATE INDEX IF NOT EXISTS none ON nowhere (id);\n');
    await expect(migrate({ connection, directory })).rejects.toThrow(
      'migration 0005_broken.sql: CREATE INDEX IF NOT EXISTS none ON nowhere (id): relation "nowhere" does not exist',
    );
    writeFileSync(broken, 'CREATE TABLE IF NOT EXISTS half (id INT8);\n');
    expect(await migrate({ connection, directory })).toEqual(['0005_broken.sql']);
    writeFileSync(broken, 'CREATE TABLE IF NOT EXISTS half (id INT8, other INT8);\n');
    await expect(migrate({ connection, directory })).rejects.toThrow(
      /0005_broken\.sql was applied at .* restore the file/,
    );
    rmSync(broken);
    const lines: string[] = [];
    expect(await migrate({ connection, directory, log: (line) => lines.push(line) })).toEqual([]);
    expect(lines).toEqual(['0005_broken.sql was applied by another version; it stays']);
  });
});

it('a file with a wrong name, or a number twice, is refused', () => {
  const other = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(migrationsDirectory, other, { recursive: true });
  writeFileSync(join(other, 'cockroach', '0004_more.sql'), '');
  expect(() => readMigrations(other, 'cockroach')).toThrow('0004_more.sql and 0004_players.sql have the same number');
  writeFileSync(join(other, 'cockroach', '0000 x.sql'), '');
  expect(() => readMigrations(other, 'cockroach')).toThrow('migration 0000 x.sql must be named NNNN_name.sql');
  rmSync(other, { recursive: true });
});
