import { afterAll, beforeAll, expect, test } from 'vitest';
import { cockroachBootstrap } from '../../constructs/tiers/cockroach-bootstrap.js';
import type { TierName } from '../../constructs/topology.js';
import type { Process, Task } from '../../constructs/workload.js';
import { docker, type Ran } from './docker.js';
import { local } from './profiles.js';
import { WholeStack, workloadOf } from './whole-stack.js';

const key = 'crl-0-EJL0licence.of.a.test';

let stack: WholeStack;
beforeAll(async () => (stack = await WholeStack.open({ PLANETARY_SECRET_COCKROACH_LICENCE: key })));
afterAll(async () => stack?.close());

/** A client of its own, as the app's user. */
async function sql(host: string, port: number, script: string, hear?: (text: string) => void): Promise<Ran> {
  const connection = `host=${host} port=${port} user=app dbname=planetary_survival sslmode=verify-full sslrootcert=/secrets/ca.crt`;
  const client: Process = {
    ...workloadOf('pgbouncer'),
    command: ['/bin/sh', '-c', script.replace('PSQL', 'psql "$CONNECTION" --no-psqlrc --tuples-only --no-align')],
    args: [],
    env: { PGPASSWORD: stack.bench.vault.password('database-app').plain, CONNECTION: connection },
    files: {},
    secrets: { 'ca.crt': { kind: 'authority' } },
  };
  return stack.bench.run('client', client, hear);
}

const transaction = `PSQL -c 'BEGIN' -c 'SELECT pg_sleep(3)' -c 'SELECT 6 * 7' -c 'COMMIT'`;

/** Stops a replica once a transaction that reaches it has begun; gives what the client got and how long the stop took. */
async function stopDuring(tier: TierName, host: string, port: number) {
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const client = sql(host, port, transaction, (text) => text.includes('BEGIN') && begun());
  await Promise.race([hasBegun, client]);
  const container = stack.container(tier);
  const began = Date.now();
  await docker('stop', `--time=${workloadOf(tier).stopGraceSeconds}`, container);
  const seconds = (Date.now() - began) / 1_000;
  const { output } = await docker('inspect', '--format={{.State.ExitCode}}', container);
  return { answer: await client, seconds, exitCode: Number(output) };
}

async function startAgain(tier: TierName): Promise<void> {
  await docker('start', stack.container(tier));
  await stack.ready(tier);
}

test('a licence that was given reaches the database, and neither arguments nor logs', async () => {
  const { output } = stack.tasks.get('cockroach-bootstrap') ?? { output: '' };
  expect(output).toContain('licence set');
  expect(output).not.toContain(key);
});

test('without a licence the bootstrap sets none; what is no licence is refused, unread by SQL', async () => {
  const task = (text: string): Task => {
    const found = cockroachBootstrap(local());
    return { ...found, secrets: { ...found.secrets, licence: { kind: 'text', passwords: [], render: () => text } } };
  };
  const none = await stack.bench.run('cockroach-bootstrap', task(''));
  expect(none.output).not.toContain('licence');
  expect(none.exitCode).toBe(0);
  const broken = await stack.bench.run('cockroach-bootstrap', task("x'; DROP DATABASE planetary_survival; --"));
  expect(broken.output).toContain('the licence has a character that no licence has');
  expect(broken.output).not.toContain('DROP');
  expect(broken.exitCode).toBe(1);
});

test('PgBouncer lets a transaction end, although other clients stay connected', async () => {
  let connected = () => {};
  const isConnected = new Promise<void>((resolve) => (connected = resolve));
  const idle = sql(
    'pgbouncer',
    6432,
    '(echo "SELECT 1;"; sleep 25) | PSQL',
    (text) => text.includes('1') && connected(),
  );
  await isConnected;
  const { answer, seconds, exitCode } = await stopDuring('pgbouncer', 'pgbouncer', 6432);
  expect(answer.output).toContain('42');
  expect(answer.exitCode).toBe(0);
  expect(exitCode).toBe(0);
  expect(seconds).toBeLessThan(15);
  await idle;
  await startAgain('pgbouncer');
});

test('PgBouncer reads its files again on HUP', async () => {
  const container = stack.container('pgbouncer');
  await stack.bench.signal(container, 'HUP');
  await stack.bench.until(container, async () => (await stack.bench.logs(container)).includes('SIGHUP'));
  expect((await stack.bench.probe(workloadOf('pgbouncer'), container)).exitCode).toBe(0);
});

test('a node of the database lets a transaction end', async () => {
  const { answer, exitCode } = await stopDuring('cockroach', 'cockroach-0.cockroach-nodes', 26257);
  expect(answer.output).toContain('42');
  expect(answer.exitCode).toBe(0);
  expect(exitCode).toBe(0);
  await startAgain('cockroach');
});

test('the load balancer lets a transaction end that runs through it', async () => {
  const { answer, exitCode } = await stopDuring('cockroach-lb', 'cockroach-lb', 26257);
  expect(answer.output).toContain('42');
  expect(exitCode).toBe(0);
  await startAgain('cockroach-lb');
});
