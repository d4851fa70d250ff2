import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { local } from './profiles.js';

const settings = local({ redis: { downAfterMs: 2_000, failoverTimeoutMs: 5_000 } });
const data = redis(settings);
const sentinel = redisSentinel(settings);

let bench: Bench;
const nodes: string[] = [];
const sentinels: string[] = [];

beforeAll(async () => {
  bench = await Bench.open({ network: { redis: 2, 'redis-sentinel': 3 } });
  for (const index of [0, 1]) nodes.push(await bench.start(data, index));
  for (const index of [0, 1, 2]) sentinels.push(await bench.start(sentinel, index));
  for (const container of nodes) await bench.ready(data, container);
  for (const container of sentinels) await bench.ready(sentinel, container);
});
afterAll(async () => bench.close());

/** What Redis answers to the operator. */
async function ask(index: number, command: string): Promise<string> {
  const password = bench.vault.password('redis-operator').plain;
  const client = `REDISCLI_AUTH=${password} redis-cli --raw --no-auth-warning --user operator --tls --cacert /secrets/ca.crt`;
  return (await bench.sh(nodes[index] ?? '', `${client} ${command}`)).output;
}

async function askSentinel(index: number, command: string): Promise<string> {
  const client =
    'REDISCLI_AUTH=$(cat /secrets/probe-password) redis-cli --raw --no-auth-warning --user client --tls --cacert /secrets/ca.crt';
  return (await bench.sh(sentinels[index] ?? '', `${client} -p 26379 ${command}`)).output;
}

const role = async (index: number): Promise<string> => (await ask(index, 'role')).split('\n')[0] ?? '';
const until = async (index: number, holds: () => Promise<boolean>) => bench.until(nodes[index] ?? '', holds);
const linked = async (index: number) => (await ask(index, 'info replication')).includes('master_link_status:up');
const named = async (index: number) =>
  (await askSentinel(index, 'sentinel get-master-addr-by-name planetary')).split('\n')[0];

/** Every Sentinel knows the replica and both others; before that, none can be elected. */
async function settled(): Promise<void> {
  for (const index of [0, 1, 2])
    await bench.until(sentinels[index] ?? '', async () => {
      const lines = (await askSentinel(index, 'sentinel master planetary')).split('\n');
      const value = (name: string) => lines[lines.indexOf(name) + 1];
      return value('num-slaves') === '1' && value('num-other-sentinels') === '2' && value('flags') === 'master';
    });
}

/** In this order: each begins where the one before ended. */
describe('the role of a Redis', () => {
  test('at the first start is primary for the first replica, and replica for the others', async () => {
    expect(await role(0)).toBe('master');
    await until(1, async () => linked(1));
    expect(await role(1)).toBe('slave');
    await settled();
    expect(await named(0)).toBe('redis-0.redis-nodes');
  });

  test('passes to the replica when the primary dies, and to no one else when that one comes back', async () => {
    await ask(0, 'set ps:kept 1');
    await ask(0, 'wait 1 1000');
    await docker('kill', nodes[0] ?? '');
    await until(1, async () => (await role(1)) === 'master');
    expect(await ask(1, 'get ps:kept')).toBe('1');

    nodes[0] = await bench.start(data, 0);
    await until(0, async () => linked(0));
    expect(await role(0)).toBe('slave');
    expect(await ask(0, 'get ps:kept')).toBe('1');
    expect(await bench.logs(nodes[0])).toContain('primary is redis-1.redis-nodes');
  });

  test('of one that was deposed takes its last writes with it', async () => {
    await settled();
    await docker('network', 'disconnect', bench.name, nodes[1] ?? '');
    expect(await ask(1, 'set ps:late 1')).toBe('OK');
    await until(0, async () => (await role(0)) === 'master');
    await docker('kill', nodes[1] ?? '');
    nodes[1] = await bench.start(data, 1);
    await until(1, async () => linked(1));
    expect(await role(1)).toBe('slave');
    expect(await ask(1, 'exists ps:late')).toBe('0');
    expect(await ask(0, 'exists ps:late')).toBe('0');
  });

  test('is what the newest agreement says, not what a Sentinel says that slept', async () => {
    await settled();
    await docker('kill', sentinels[0] ?? '');
    await docker('kill', nodes[0] ?? '');
    await until(1, async () => (await role(1)) === 'master');
    await bench.until(sentinels[2] ?? '', async () => (await named(2)) === 'redis-1.redis-nodes');
    // The first of the list still names redis-0, and cannot hear otherwise while the others stand still.
    await docker('pause', sentinels[1] ?? '');
    sentinels[0] = await bench.start(sentinel, 0);
    await bench.ready(sentinel, sentinels[0]);
    nodes[0] = await bench.start(data, 0);
    await until(0, async () => linked(0));
    await docker('unpause', sentinels[1] ?? '');
    expect(await bench.logs(nodes[0])).toContain('primary is redis-1.redis-nodes');
  });

  test('is kept when both start while no Sentinel runs', async () => {
    await docker('kill', ...sentinels);
    for (const index of [0, 1]) {
      await docker('stop', nodes[index] ?? '');
      nodes[index] = await bench.start(data, index);
    }
    await until(0, async () => linked(0));
    expect([await role(0), await role(1)]).toEqual(['slave', 'master']);
    expect(await ask(0, 'get ps:kept')).toBe('1');
  });
});

test('a primary without its data on disk lets its replica be promoted before it comes back', async () => {
  for (const index of [0, 1, 2]) sentinels[index] = await bench.start(sentinel, index);
  const cache = redis(local({ redis: { persistence: 'cache', downAfterMs: 2_000 } }));
  for (const index of [0, 1]) nodes[index] = await bench.start(cache, index);
  for (const container of nodes) await bench.ready(cache, container);
  await settled();
  const old = (await named(0)) === 'redis-0.redis-nodes' ? 0 : 1;
  const other = 1 - old;
  await until(other, async () => linked(other));
  await ask(old, 'set ps:cached 1');
  await ask(old, 'wait 1 1000');
  await docker('kill', nodes[old] ?? '');
  nodes[old] = await bench.start(cache, old);
  await until(old, async () => linked(old));
  expect([await role(old), await role(other)]).toEqual(['slave', 'master']);
  expect(await ask(old, 'get ps:cached')).toBe('1');
});

test('a Sentinel that starts again knows what it knew, and takes changed settings', async () => {
  await settled();
  const learnt = async () => {
    const text = await bench.sh(sentinels[0] ?? '', 'cat /data/sentinel.conf');
    return text.output.split('\n').filter((line) => /^sentinel (myid|current-epoch|config-epoch|monitor) /.test(line));
  };
  const before = await learnt();
  expect(before).toContainEqual(expect.stringMatching(/^sentinel monitor planetary redis-[01]\.redis-nodes 6379 2$/));
  expect(before).toHaveLength(4);
  await docker('stop', sentinels[0] ?? '');
  const patient = redisSentinel(local({ redis: { downAfterMs: 7_000 } }));
  sentinels[0] = await bench.start(patient, 0);
  await bench.ready(patient, sentinels[0]);
  expect((await learnt()).toSorted()).toEqual(before.toSorted());
  expect(await askSentinel(0, 'sentinel master planetary')).toContain('down-after-milliseconds\n7000\n');
});
