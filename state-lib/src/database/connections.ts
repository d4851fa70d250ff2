import { Client, Pool } from 'pg';
import type { ClientConfig } from 'pg';
import type { Passwords } from './passwords.js';
import { RowConnection } from './row-connection.js';
import type { DatabaseSettings } from './settings.js';

/** PgBouncer asks for TLS as PostgreSQL always did; what the environment says of others (`PGSSLNEGOTIATION=direct`) would wait for ever. */
const sslnegotiation = 'postgres';

/** A pool whose connections are made with the password and the authority of the moment. */
export function connections(
  settings: Omit<DatabaseSettings, 'password'>,
  passwords: Passwords,
  size: number,
  name: string,
): Pool {
  const { authority } = settings;
  // A pool copies its options once; the client's constructor runs for each connection.
  const fresh = class extends Client {
    constructor(config?: ClientConfig) {
      const ssl = authority !== undefined && { ca: authority(), servername: settings.host };
      const connection = new RowConnection({ ssl, keepAlive: true });
      // The pool hides its password from a spread.
      const own = { password: config?.password, ssl, sslnegotiation, connection };
      super({ ...config, ...own } as ClientConfig);
      // A connection that is lost between two statements says so by an event, which without a listener ends the process.
      this.on('error', () => {});
    }
  };
  const pool = new Pool({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: async () => await passwords.next(),
    application_name: name,
    max: size,
    min: Math.min(size, Math.max(5, Math.ceil(size / 10))),
    connectionTimeoutMillis: settings.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    // CockroachDB wants connections renewed, spread in time; pg has no jitter of its own.
    maxLifetimeSeconds: Math.round(300 * (0.9 + Math.random() * 0.2)),
    Client: fresh,
  });
  pool.on('error', () => {});
  return pool;
}
