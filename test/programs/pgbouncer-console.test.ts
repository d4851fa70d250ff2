import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PasswordName } from '../../constructs/secret.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { Bench } from './bench.js';
import { local } from './profiles.js';

const workload = pgbouncer(local());

let bench: Bench;
let container: string;

beforeAll(async () => {
  bench = await Bench.open();
  container = await bench.start(workload);
  await bench.ready(workload, container);
});
afterAll(async () => bench.close());

/** What PgBouncer's console answers a user who logs in over TLS. */
async function told(user: string, password: PasswordName, command: string, ssl = 'verify-full'): Promise<string> {
  const login = `host=localhost port=6432 user=${user} dbname=pgbouncer sslmode=${ssl} sslrootcert=/secrets/ca.crt`;
  const { plain } = bench.vault.password(password);
  return (await bench.sh(container, `PGPASSWORD=${plain} psql "${login}" -XtAc '${command}'`)).output;
}

describe('the administrator', () => {
  test.each(['RECONNECT', 'PAUSE', 'RESUME', 'RELOAD'])('may %s', async (command) => {
    expect(await told('admin', 'pgbouncer-admin', command)).toBe(command);
  });
});

test('the read-only user has its own cap of server connections, and the app none but its pool', async () => {
  const users = (await told('admin', 'pgbouncer-admin', 'SHOW USERS')).split('\n').map((line) => line.split('|'));
  const of = (user: string) => users.find(([name]) => name === user)?.filter((cell) => cell === '2' || cell === user);
  expect([of('app_readonly'), of('app')]).toEqual([['app_readonly', '2'], ['app']]);
});

describe('the user of the statistics', () => {
  test.each(['POOLS', 'STATS', 'CONFIG', 'LISTS', 'DATABASES', 'CLIENTS', 'SERVERS'])('may SHOW %s', async (what) => {
    expect(await told('stats', 'pgbouncer-stats', `SHOW ${what}`)).not.toContain('ERROR');
  });

  test.each(['RECONNECT', 'PAUSE', 'RELOAD', 'SHUTDOWN', 'KILL planetary_survival'])('may not %s', async (command) => {
    expect(await told('stats', 'pgbouncer-stats', command)).toContain('admin access needed');
  });
});

describe('the console refuses', () => {
  test.each([
    ['admin', 'pgbouncer-stats'],
    ['stats', 'pgbouncer-admin'],
  ] as const)('%s with the password %s', async (user, password) => {
    expect(await told(user, password, 'SHOW VERSION')).toContain('SASL authentication failed');
  });

  test.each([
    ['app', 'database-app'],
    ['app_readonly', 'database-readonly'],
  ] as const)('%s, who is a user of the database only', async (user, password) => {
    expect(await told(user, password, 'SHOW VERSION')).toContain('FATAL:  not allowed');
  });

  test('who does not speak TLS', async () => {
    expect(await told('admin', 'pgbouncer-admin', 'SHOW VERSION', 'disable')).toContain('SSL required');
  });
});
