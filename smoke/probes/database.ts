import { checkServerIdentity } from 'node:tls';
import { Client, DatabaseError } from 'pg';
import type { Endpoint } from '../endpoints.js';
import type { Credentials } from './tls.js';

export interface DatabaseLogin extends Credentials {
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

/**
 * A session with an endpoint that speaks PostgreSQL's protocol, over TLS.
 *
 * @throws when there is no connection, the login is refused, or a statement takes longer than 10 s.
 */
export async function withDatabase<T>(
  { host, port, serverName }: Pick<Endpoint, 'host' | 'port' | 'serverName'>,
  { user, database, password, ...credentials }: DatabaseLogin,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    ...{ host, port, user, database, application_name: 'smoke' },
    ...(password === undefined ? {} : { password }),
    // The driver asks for the name that it connects to; the certificate has that of the tier.
    ssl: { ...credentials, checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate) },
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  // A session that ends early shows in the statement that waits for it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SQLSTATE of an error that the server sent; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
