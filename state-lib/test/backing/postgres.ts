import { offlineImages } from '../../../config/images.js';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { migrate } from '../../src/migrate/migrate.js';
import { Container } from './container.js';
import { until } from './until.js';

export const database = 'planetary_survival';
export const appPassword = 'app-password';

const setup = `
CREATE ROLE app LOGIN PASSWORD '${appPassword}';
ALTER ROLE app SET statement_timeout = '5s';
ALTER ROLE app SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE app SET default_transaction_isolation = 'serializable';
CREATE DATABASE ${database};
`;

export const migrationsDirectory = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** A connection past PgBouncer, as the owner of the tables. The caller ends it. */
export async function connectAsOwner(port: number): Promise<Client> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
  await client.connect();
  return client;
}

const start = `initdb -D /run/test/db -U postgres --auth=trust --no-sync >/dev/null
exec postgres -D /run/test/db -c listen_addresses=127.0.0.1 -c port=$1 -c unix_socket_directories=/tmp -c fsync=off -c max_connections=200`;

/** PostgreSQL with the tables and the app's role, on a port of loopback. */
export async function startPostgres(port: number): Promise<Container> {
  const container = await Container.start({
    image: offlineImages.cockroach,
    user: 'postgres',
    command: ['bash', '-c', `PATH=$(echo /usr/lib/postgresql/*/bin):$PATH\n${start}`, 'bash', String(port)],
  });
  const connect = async (name: string): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: name });
    await client.connect();
    return client;
  };
  const root = await until(async () => await connect('postgres'));
  for (const statement of setup.split(';').filter((text) => text.trim() !== '')) await root.query(statement);
  await root.end();
  const connection = { host: '127.0.0.1', port, user: 'postgres', database };
  await migrate({ connection, directory: migrationsDirectory });
  const owner = await connect(database);
  await owner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app');
  await owner.end();
  return container;
}
