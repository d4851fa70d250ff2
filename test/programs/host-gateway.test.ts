import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostGateway } from '../../constructs/tiers/host-gateway.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { redis } from '../../constructs/tiers/redis.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { local } from './profiles.js';

const settings = local({ docker: { expose: true } });
const workload = hostGateway(settings);
const host = (index: number) => `redis-${index}.redis-nodes`;

let bench: Bench;
let gateway: string;
let pool: string;
const replicas: string[] = [];

beforeAll(async () => {
  bench = await Bench.open({ network: { redis: 2, pgbouncer: 1, 'host-gateway': 1 } });
  for (const index of [0, 1]) replicas.push(await bench.start(redis(settings), index));
  pool = await bench.start(pgbouncer(settings));
  gateway = await bench.start(workload);
  await bench.ready(workload, gateway);
});
afterAll(async () => bench.close());

/** Runs a Redis command as the operator; through the gateway, unless it says where. */
async function asked(command: string, at = 'host-gateway'): Promise<string> {
  const password = bench.vault.password('redis-operator').plain;
  const client = `redis-cli --raw --no-auth-warning --user operator --pass ${password} --tls --cacert /secrets/ca.crt`;
  return (await bench.sh(replicas[0] ?? '', `${client} -h ${at} ${command}`)).output;
}

/** Who answers through the gateway, if it is the same one again and again. */
async function announced(): Promise<string | undefined> {
  const answers = await asked('-r 6 -i 0.3 config get replica-announce-ip');
  const names = new Set([...answers.matchAll(/redis-\d/g)].map(([name]) => name));
  return names.size === 1 ? [...names][0] : undefined;
}

async function swapRoles(primary: number, replica: number): Promise<void> {
  await asked('replicaof no one', host(primary));
  await asked(`replicaof ${host(primary)} 6379`, host(replica));
}

describe('Redis', () => {
  test('is the primary, and follows it', async () => {
    expect(await announced()).toBe('redis-0');
    await swapRoles(1, 0);
    await bench.until(gateway, async () => (await announced()) === 'redis-1', 20);
    await swapRoles(0, 1);
    await bench.until(gateway, async () => (await announced()) === 'redis-0', 20);
  });

  test('that is primary no more loses its clients', async () => {
    const password = bench.vault.password('redis-operator').plain;
    const blocked = bench.sh(
      replicas[1] ?? '',
      `redis-cli -e --no-auth-warning --user operator --pass ${password} --tls --cacert /secrets/ca.crt -h host-gateway blpop nothing 60`,
    );
    await bench.until(gateway, async () => (await asked('client list', host(0))).includes('cmd=blpop'));
    // As a replica it would keep the client waiting.
    await docker('pause', replicas[0] ?? '');
    const { exitCode, output } = await blocked;
    await docker('unpause', replicas[0] ?? '');
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/closed the connection|Connection reset|EOF/i);
    await bench.ready(workload, gateway);
  });
});

test('PgBouncer answers over TLS that ends at it', async () => {
  const { output } = await bench.sh(
    pool,
    `PGPASSWORD=$(cat /secrets/probe-password) psql "host=host-gateway port=6432 user=stats dbname=pgbouncer sslmode=verify-ca sslrootcert=/secrets/ca.crt" -tAc 'SHOW VERSION'`,
  );
  expect(output).toContain('PgBouncer 1.');
});

describe('the probe', () => {
  const fails = () => bench.until(gateway, async () => (await bench.probe(workload, gateway)).exitCode !== 0, 20);

  test('fails without PgBouncer', async () => {
    await docker('pause', pool);
    await fails();
    await docker('unpause', pool);
    await bench.ready(workload, gateway);
  });

  test('fails without a primary', async () => {
    await asked(`replicaof ${host(1)} 6379`, host(0));
    await fails();
    await asked('replicaof no one', host(0));
    await bench.ready(workload, gateway);
  });

  test('fails when its login at Redis is refused', async () => {
    await asked('acl setuser probe off', host(0));
    await asked('client kill user probe', host(0));
    await fails();
    await asked('acl load', host(0));
    await bench.ready(workload, gateway);
  });
});
