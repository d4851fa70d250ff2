import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/database/database.js';
import { isLoginRefused } from '../src/database/passwords.js';
import { DatabaseUnreachable } from '../src/errors.js';
import { silent } from '../src/observer.js';
import type { Container } from './backing/container.js';
import { startPgbouncer } from './backing/pgbouncer.js';
import { freePorts } from './backing/ports.js';
import { appPassword, database, startPostgres } from './backing/postgres.js';

let containers: Container[] = [];
let port: number;

beforeAll(async () => {
  const [postgresPort = 0, pgbouncerPort = 0] = await freePorts(2);
  port = pgbouncerPort;
  containers = await Promise.all([startPostgres(postgresPort), startPgbouncer(pgbouncerPort, postgresPort)]);
}, 60_000);

afterAll(async () => await Promise.all(containers.map(async (container) => await container.remove())), 60_000);

const one = { label: 'one', text: 'SELECT 1 AS one' };
const open = (password: () => string): Database =>
  new Database({ host: '127.0.0.1', port, database, user: 'app', password, poolSize: 8 }, silent);
const eight = async (client: Database): Promise<unknown[]> =>
  await Promise.all(Array.from({ length: 8 }, async () => (await client.run(one, []))[0]));

it('when one of two passwords is refused, the other is tried', async () => {
  let text = `not-the-password\n${appPassword}\n`;
  for (const [index, lines] of [text, `${appPassword}\nnot-any-more`, appPassword].entries()) {
    text = lines;
    const client = open(() => text);
    expect(await eight(client)).toEqual(Array.from({ length: 8 }, () => ({ one: 1 })));
    // The file turns round while the client remembers which one was taken.
    text = lines.trim().split('\n').toReversed().join('\n');
    expect(await eight(client), `${index}`).toHaveLength(8);
    await client.end();
  }
});

it('two wrong passwords are an error, after one try of each', async () => {
  let asked = 0;
  const client = open(() => {
    asked += 1;
    return 'wrong-one\nwrong-two';
  });
  const error = await client.run(one, []).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(DatabaseUnreachable);
  expect(isLoginRefused((error as Error).cause)).toBe(true);
  expect(asked).toBe(4);
  await client.end();
});
