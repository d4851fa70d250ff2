import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisSentinel } from '../../constructs/tiers/redis-sentinel.js';
import { redis } from '../../constructs/tiers/redis.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { local } from './profiles.js';

const five = redisSentinel(local({ redis: { sentinels: 5, replicas: 3 } }));
const three = redisSentinel(local({ redis: { sentinels: 3, replicas: 2 } }));
const data = redis(local({ redis: { replicas: 3 } }));
/** Of three Redis and five Sentinels, some are enough here. */
const running = { redis: [0, 1, 2], sentinel: [0, 1, 4] } as const;

let bench: Bench;
const redises: string[] = [];
const sentinels = new Map<number, string>();

beforeAll(async () => {
  bench = await Bench.open({ network: { redis: 3, 'redis-sentinel': 5 } });
  for (const index of running.redis) redises.push(await bench.start(data, index));
  for (const container of redises) await bench.ready(data, container);
  // The second is primary: not what a first start would make of them.
  for (const [index, command] of [
    [1, 'replicaof no one'],
    [0, 'replicaof redis-1.redis-nodes 6379'],
    [2, 'replicaof redis-1.redis-nodes 6379'],
  ] as const)
    await operate(redises[index] ?? '', 6379, command);
  for (const index of running.sentinel) sentinels.set(index, await bench.start(five, index));
});
afterAll(async () => bench.close());

async function operate(container: string, port: number, command: string): Promise<string> {
  const { plain } = bench.vault.password('redis-operator');
  const client = `redis-cli --raw --no-auth-warning --user operator --pass ${plain} --tls --cacert /secrets/ca.crt --sni localhost`;
  return (await bench.sh(container, `${client} -p ${port} ${command}`)).output;
}

async function fact(index: number, name: string): Promise<string | undefined> {
  const answer = await operate(sentinels.get(index) ?? '', 26379, 'sentinel master planetary');
  const lines = answer.split('\n');
  return lines[lines.indexOf(name) + 1];
}

const until = async (index: number, name: string, value: string) =>
  bench.until(sentinels.get(index) ?? '', async () => (await fact(index, name)) === value);

test('a Sentinel without a memory takes the primary that the replicas follow', async () => {
  for (const index of running.sentinel) {
    await until(index, 'num-slaves', '2');
    await until(index, 'num-other-sentinels', '2');
    expect(await fact(index, 'ip')).toBe('redis-1.redis-nodes');
  }
});

test('one whose first Redis does not answer asks the next', async () => {
  const container = sentinels.get(1) ?? '';
  await docker('pause', redises[0] ?? '');
  await bench.sh(container, 'rm /data/sentinel.conf');
  await docker('kill', container);
  sentinels.set(1, await bench.start(five, 1));
  await bench.ready(five, sentinels.get(1) ?? '');
  await docker('unpause', redises[0] ?? '');
  expect(await bench.logs(sentinels.get(1) ?? '')).toContain('primary is redis-1.redis-nodes 6379');
});

test('one without a memory and without any Redis takes the first', async () => {
  const lonely = await Bench.open({ network: { 'redis-sentinel': 1 } });
  const container = await lonely.start(five);
  await lonely.ready(five, container);
  expect(await lonely.logs(container)).toContain('primary is redis-0.redis-nodes 6379');
  await lonely.close();
});

test('peers and replicas that a smaller stack no longer has are forgotten, and nothing else', async () => {
  await until(0, 'num-other-sentinels', '2');
  const before = await fact(0, 'config-epoch');
  for (const index of running.sentinel) await docker('stop', sentinels.get(index) ?? '');
  await docker('kill', redises[2] ?? '');
  sentinels.set(0, await bench.start(three, 0));
  await bench.ready(three, sentinels.get(0) ?? '');
  expect(await fact(0, 'num-other-sentinels')).toBe('1');
  expect(await fact(0, 'num-slaves')).toBe('1');
  expect(await fact(0, 'ip')).toBe('redis-1.redis-nodes');
  expect(await fact(0, 'config-epoch')).toBe(before);
  expect(await fact(0, 'quorum')).toBe('2');
});
