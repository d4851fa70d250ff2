import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureOfflineImages } from '../../offline/images.js';
import { docker, StandInCluster } from './stand-in-cluster.js';
import { StandInWriter, type Written } from './stand-in-writer.js';

const all = [0, 1, 2];
/** What docs/faults.md promises. */
const writesAgainWithinMs = 15_000;
// Each fault takes half a minute: `npm test` has the node that takes the writes killed, `npm run test:long` has them all.
const isLong = process.env['TEST_LONG'] !== undefined;

let cluster: StandInCluster;
let written = 0;
const seen: Record<string, string> = {};

beforeAll(async () => {
  await ensureOfflineImages();
  cluster = await StandInCluster.create();
  await cluster.initialize();
  const made = await cluster.sql(0, 'CREATE TABLE numbers (number INT8 PRIMARY KEY)');
  if (made.exitCode !== 0) throw new Error(made.stderr);
}, 600_000);
afterAll(async () => {
  console.table(seen);
  await cluster?.remove();
}, 60_000);

const othersOf = (index: number) => all.filter((each) => each !== index);

async function until(what: string, holds: () => Promise<boolean> | boolean, seconds = 30): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !(await holds()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`not ${what} within ${seconds} s`);
  }
}

/** Numbers that were acknowledged and are not there, read by every node. */
async function lost({ acknowledged }: Written): Promise<number[]> {
  const missing: number[] = [];
  for (const index of all) {
    const { stdout } = await cluster.sql(index, 'SELECT number FROM numbers');
    const there = new Set(stdout.split('\n').map(Number));
    missing.push(...acknowledged.filter((number) => !there.has(number)));
  }
  return missing;
}

/** Does a fault to a node while the others are written to, and takes it back once writes go on. */
async function endure(name: string, index: number, fault: () => Promise<unknown>, repair: () => Promise<unknown>) {
  await cluster.awaitCopies();
  const writer = await StandInWriter.start(cluster, othersOf(index), written);
  await until('written to', () => writer.count > 20);
  await fault();
  const before = writer.count;
  await sleep(1_000);
  await until('written to again', () => writer.count > before + 50, 40);
  await repair();
  await cluster.awaitCopies();
  const result = await writer.stop();
  written = result.acknowledged.at(-1) ?? written;
  seen[name] = `${result.acknowledged.length} writes, none for ${(result.gapMs / 1_000).toFixed(1)} s`;
  expect(await lost(result)).toEqual([]);
  expect(result.gapMs).toBeLessThan(writesAgainWithinMs);
}

const kill = (index: number) =>
  [
    async () => await docker('kill', cluster.container(index)),
    async () => await docker('start', cluster.container(index)),
  ] as const;

describe('under writes, three copies', { timeout: 180_000 }, () => {
  it('outlive the node that takes the writes', async () => {
    const index = await cluster.leader();
    await endure('leader killed', index, ...kill(index));
    expect(await cluster.leader()).not.toBe(index);
  });

  it('are asked for: what only the leader has is never acknowledged', async () => {
    await cluster.awaitCopies();
    const leader = await cluster.leader();
    const copies = othersOf(leader).map((index) => cluster.container(index));
    const writer = await StandInWriter.start(cluster, [leader], written);
    await until('written to', () => writer.count > 20);
    await docker('pause', ...copies);
    const before = writer.count;
    await sleep(2_000);
    const during = writer.count - before;
    await docker('kill', cluster.container(leader));
    await docker('unpause', ...copies);
    const result = await writer.stop();
    await docker('start', cluster.container(leader));
    await cluster.awaitCopies();
    written = result.acknowledged.at(-1) ?? written;
    expect(await lost(result)).toEqual([]);
    // One may have been on its way while the copies were being paused.
    expect(during).toBeLessThan(3);
  });

  it.runIf(isLong).each(all)('outlive node %i', async (index) => {
    const was = await cluster.leader();
    await endure(`node ${index} (${was === index ? 'leader' : 'copy'}) killed`, index, ...kill(index));
    expect(was === index).toBe(was !== (await cluster.leader()));
  });

  it.runIf(isLong)('outlive a node that takes the writes and hangs', async () => {
    const index = await cluster.leader();
    const name = cluster.container(index);
    await endure(
      'leader paused',
      index,
      () => docker('pause', name),
      () => docker('unpause', name),
    );
    expect(await cluster.leader()).not.toBe(index);
  });

  it.runIf(isLong)('outlive a node that takes the writes and is cut off', async () => {
    const index = await cluster.leader();
    await endure(
      'leader cut off',
      index,
      () => cluster.cutOff(index),
      () => cluster.reconnect(index),
    );
    expect(await cluster.leader()).not.toBe(index);
  });

  it.runIf(isLong)('take no writes while two nodes are away, and go on with the second', async () => {
    await cluster.awaitCopies();
    const kept = await cluster.leader();
    const away = othersOf(kept).map((index) => cluster.container(index));
    const writer = await StandInWriter.start(cluster, [kept], written);
    await until('written to', () => writer.count > 20);
    await docker('kill', ...away);
    await cluster.awaitReady(kept, 503, 20);
    const before = writer.count;
    await sleep(3_000);
    expect(writer.count).toBe(before);
    await docker('start', away[0] ?? '');
    await until('written to again', () => writer.count > before + 20, 40);
    await docker('start', away[1] ?? '');
    await cluster.awaitCopies();
    const result = await writer.stop();
    written = result.acknowledged.at(-1) ?? written;
    expect(await lost(result)).toEqual([]);
  });
});
