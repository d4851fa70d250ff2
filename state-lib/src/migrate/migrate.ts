import { Client, type ClientConfig } from 'pg';
import { again } from './again.js';
import { SchemaLock } from './lock.js';
import { readMigrations, statementsOf, type Migration, type OptionalSet, type Product } from './migration.js';
import { migrateStatements } from './statements.js';

export interface MigrateSettings {
  /** A user who owns the database. Not through PgBouncer: its statements may take as long as an index takes to build. */
  readonly connection: ClientConfig;
  /** Folder with `cockroach/` and `postgresql/`. */
  readonly directory: string;
  /** Optional sets of migrations; one that was applied stays when it is left out later. Default: none. */
  readonly sets?: readonly OptionalSet[] | undefined;
  /** How long to wait for another migration, in milliseconds. Default 180,000. */
  readonly patienceMs?: number | undefined;
  /** Gets one line for each thing done. */
  readonly log?: ((line: string) => void) | undefined;
}

/**
 * Applies what was not applied yet, in order, and gives the names. Statements are sent one by one, outside of transactions, as CockroachDB wants
 * schema changes; each can run again, so that an interrupted file is simply run again. Two at once: one waits. Throws when
 * a file that was applied has changed since.
 */
export async function migrate(settings: MigrateSettings): Promise<string[]> {
  const { connection, directory, sets = [], patienceMs = 180_000, log = () => {} } = settings;
  const clients = [new Client(connection), new Client(connection)] as const;
  const [client, keeper] = clients;
  for (const each of clients) each.on('error', () => {});
  try {
    await Promise.all(clients.map(async (each) => await each.connect()));
    const product = await productOf(client);
    const migrations = readMigrations(directory, product, sets);
    await prepare(client);
    const lock = new SchemaLock(keeper);
    await lock.acquire(patienceMs);
    try {
      const pending = await pendingOf(client, migrations, log);
      for (const migration of pending) await apply(client, lock, migration, log);
      return pending.map(({ name }) => name);
    } finally {
      await lock.release().catch(() => {});
    }
  } finally {
    await Promise.all(clients.map(async (each) => await each.end().catch(() => {})));
  }
}

async function productOf(client: Client): Promise<Product> {
  const { rows } = await client.query<{ version: string }>(migrateStatements.version);
  return rows[0]?.version.startsWith('CockroachDB') === true ? 'cockroach' : 'postgresql';
}

async function prepare(client: Client): Promise<void> {
  const { createSchema, createApplied, createLock, createLease } = migrateStatements;
  for (const statement of [createSchema, createApplied, createLock, createLease])
    await again(async () => await client.query(statement));
}

async function pendingOf(
  client: Client,
  migrations: readonly Migration[],
  log: (line: string) => void,
): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; applied_at: Date }>(migrateStatements.applied);
  const applied = new Map(rows.map((row) => [row.name, row]));
  for (const { name, checksum } of migrations) {
    const known = applied.get(name);
    if (known !== undefined && known.checksum !== checksum)
      throw new Error(
        `migration ${name} was applied at ${known.applied_at.toISOString()} with checksum ${known.checksum}, the file has ${checksum}: restore the file, and put the change into a new one`,
      );
  }
  const names = new Set(migrations.map(({ name }) => name));
  for (const { name } of rows) if (!names.has(name)) log(`${name} was applied by another version; it stays`);
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(
  client: Client,
  lock: SchemaLock,
  migration: Migration,
  log: (line: string) => void,
): Promise<void> {
  const start = performance.now();
  for (const statement of statementsOf(migration.text)) {
    lock.check();
    try {
      await again(async () => await client.query(statement));
    } catch (error) {
      const line = statement.split('\n', 1)[0] ?? '';
      throw new Error(`migration ${migration.name}: ${line}: ${(error as Error).message}`, { cause: error });
    }
  }
  lock.check();
  const milliseconds = Math.round(performance.now() - start);
  await again(
    async () => await client.query(migrateStatements.record, [migration.name, migration.checksum, milliseconds]),
  );
  log(`${migration.name} applied in ${milliseconds} ms`);
}
