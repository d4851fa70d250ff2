import type { Client, PoolConfig } from 'pg';
import { afterEach, expect, it, vi } from 'vitest';
import { connections } from '../src/database/connections.js';
import { Passwords } from '../src/database/passwords.js';

afterEach(() => vi.unstubAllEnvs());

it('the environment does not choose how TLS is asked for', async () => {
  vi.stubEnv('PGSSLNEGOTIATION', 'direct');
  const settings = { host: 'localhost', port: 1, database: 'any', user: 'any', authority: () => '' };
  const pool = connections(settings, new Passwords(() => 'any'), 1, 'any');
  const { options } = pool as unknown as { readonly options: PoolConfig & { readonly Client: typeof Client } };
  const client = new options.Client(options) as unknown as { readonly sslNegotiation: string };
  await pool.end();
  expect(client.sslNegotiation).toBe('postgres');
});
