import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cockroachLoadBalancer } from '../../constructs/tiers/cockroach-lb.js';
import { redis } from '../../constructs/tiers/redis.js';
import { Bench } from './bench.js';
import { docker } from './docker.js';
import { Client, fakeNodes, type Conversed } from './fakes/index.js';
import { local } from './profiles.js';

const settings = local();
const workload = cockroachLoadBalancer(settings);
const nodes = [0, 1, 2] as const;

let bench: Bench;
let balancer: string;
let client: Client;
let containers: string[];

beforeAll(async () => {
  bench = await Bench.open({ network: { cockroach: 3, 'cockroach-lb': 1, prometheus: 1 } });
  containers = await Promise.all(nodes.map((index) => bench.start(fakeNodes(settings), index)));
  balancer = await bench.start(workload);
  client = await Client.start(bench, settings);
});
afterAll(async () => bench.close());
beforeEach(async () => bench.until(balancer, async () => (await up()).length === 3, 30));

async function metrics(): Promise<string> {
  return (await client.ask({ host: 'cockroach-lb', port: 8404, path: '/metrics', certificate: true })).body ?? '';
}

/** Nodes that the load balancer gives connections to. */
async function up(): Promise<string[]> {
  return [...(await metrics()).matchAll(/^haproxy_server_status\{proxy="sql",server="(.*?)",state="UP"\} 1$/gm)].map(
    ([, name]) => name ?? '',
  );
}

/** Connections at once, open for about as many seconds as each has lines. */
const converse = (connections: number, lines: number) =>
  client.converse({ host: 'cockroach-lb', port: 26257, connections, lines, pauseMs: 1_000 });
const setDraining = (index: number, draining: boolean) =>
  bench.sh(containers[index] ?? '', draining ? 'touch /tmp/draining' : 'rm /tmp/draining');
const goneFrom = (index: number) => bench.until(balancer, async () => !(await up()).includes(`node-${index}`), 30);
const isOn = (index: number, { answers }: Conversed) => answers[0]?.startsWith(`cockroach-${index}: `) ?? false;

/** Once it listens: the load balancer may not have noticed that it was away. */
async function startAgain(index: number): Promise<void> {
  await docker('start', containers[index] ?? '');
  const one = { host: `cockroach-${index}.cockroach-nodes`, port: 26257, connections: 1, lines: 1, pauseMs: 0 };
  await bench.until(balancer, async () => (await client.converse(one)).every((said) => isOn(index, said)));
}

/** Waits until a node has connections from clients. */
const busy = (index: number) =>
  bench.until(balancer, async () =>
    new RegExp(`^haproxy_server_current_sessions\\{proxy="sql",server="node-${index}"\\} [1-9]`, 'm').test(
      await metrics(),
    ),
  );

test('connections go to all nodes', async () => {
  const all = await converse(6, 2);
  for (const index of nodes) expect(all.filter((one) => isOn(index, one))).toHaveLength(2);
});

test('a node that drains gets no new connection and keeps the old ones', async () => {
  const open = converse(6, 30);
  await busy(1);
  await setDraining(1, true);
  await goneFrom(1);
  const opened = await converse(6, 1);
  const kept = await open;
  await setDraining(1, false);
  expect(opened.filter((one) => isOn(1, one))).toEqual([]);
  expect(kept.filter(({ ended }) => !ended)).toEqual([]);
  expect(kept.filter((one) => isOn(1, one))).toHaveLength(2);
});

test('a node that just died is not noticed by who connects', async () => {
  await docker('kill', containers[2] ?? '');
  const all = await converse(6, 1);
  await startAgain(2);
  expect(all.map(({ ended }) => ended)).toEqual(all.map(() => true));
});

test('connections to a node that died are cut, and no others', async () => {
  const open = converse(6, 15);
  await busy(0);
  await docker('kill', containers[0] ?? '');
  const all = await open;
  await startAgain(0);
  expect(all.filter((one) => one.ended === isOn(0, one))).toEqual([]);
  expect(all.filter((one) => isOn(0, one))).toHaveLength(2);
});

test('a node whose certificate has another name is not trusted', async () => {
  const honest = fakeNodes(settings);
  const other = redis(settings).secrets;
  await bench.remove(containers[1] ?? '');
  const imposter = { ...honest.secrets, 'node.crt': other['tls.crt']!, 'node.key': other['tls.key']! };
  await bench.start({ ...honest, secrets: imposter }, 1);
  await goneFrom(1);
  await sleep(5_000);
  expect(await up()).not.toContain('node-1');
  expect(await bench.logs(balancer)).toContain('Server presented an SSL certificate different from the expected one');
  await bench.remove(containers[1] ?? '');
  await bench.start(honest, 1);
});

describe('the probe', () => {
  test('fails while no node is ready', async () => {
    expect((await bench.probe(workload, balancer)).exitCode).toBe(0);
    for (const index of nodes) await setDraining(index, true);
    await bench.until(balancer, async () => (await bench.probe(workload, balancer)).exitCode !== 0, 20);
    for (const index of nodes) await setDraining(index, false);
    await bench.ready(workload, balancer);
  });
});
