import { describe, expect, it } from 'vitest';
import { checkSettings } from '../../config/load.js';
import { Failure } from '../../operate/failure.js';
import { sizeCockroach } from '../../operate/size/cockroach.js';
import { serversFor, waitingShare } from '../../operate/size/erlang-c.js';
import type { Load } from '../../operate/size/load.js';
import { settingsTree } from '../../operate/size/settings-tree.js';
import { sizedSettings, sizeStack } from '../../operate/size/size.js';
import { sumsTable } from '../../operate/size/table.js';

const load: Load = { players: 10_000, actionsPerSecond: 2, targetMs: 10, queryMs: 5, hitRate: 0.9, kibPerPlayer: 64 };
const sized = (change: Partial<Load>) =>
  Object.fromEntries(sizedSettings(sizeStack({ ...load, ...change }, 'durable')));

describe("Erlang's C formula", () => {
  it('is the load itself for one server, and 1/3 for two that are half busy', () => {
    expect(waitingShare(1, 0.4)).toBeCloseTo(0.4);
    expect(waitingShare(2, 1)).toBeCloseTo(1 / 3);
    expect(waitingShare(2, 2)).toBe(1);
  });

  it('gives the least number of servers that keeps the share', () => {
    const late = (servers: number) => waitingShare(servers, 10) * Math.exp(-(servers - 10));
    const servers = serversFor(10, 5, 5, 0.05);
    expect(late(servers)).toBeLessThanOrEqual(0.05);
    expect(late(servers - 1)).toBeGreaterThan(0.05);
  });
});

it('10,000 players with 2 actions a second are 2000 queries, 10 busy connections, 20 with headroom', () => {
  expect(sized({})).toMatchObject({
    'pgbouncer.replicas': 2,
    'pgbouncer.poolSize': 10,
    'pgbouncer.reservePoolSize': 5,
    'pgbouncer.readonlyPoolSize': 2,
    'cockroach.nodes': 3,
    'cockroach.cpus': 8,
    'redis.maxMemoryMiB': 1024,
    'redis.memoryMiB': 1536,
  });
});

it('the target counts where few connections wait for each other', () => {
  const few = { players: 500, queryMs: 9 };
  expect(sized({ ...few, targetMs: 10 })['pgbouncer.poolSize']).toBeGreaterThan(
    Number(sized({ ...few, targetMs: 1_000 })['pgbouncer.poolSize']),
  );
});

it('prints the guide’s formula beside, each line with its sum, the sums in one column', () => {
  const text = sumsTable(sizeStack(load, 'durable'));
  expect(text).toContain("The guide's formula: 10000 × 5 ms ÷ 10 ms = 5000; its bound of 100 cuts it.");
  expect(text).toContain('gives 500 and not its 50');
  const columns = text.split('\n').flatMap((line) => (/\S {2,}= /.test(line) ? [line.lastIndexOf('  = ')] : []));
  expect(columns.length).toBeGreaterThan(25);
  expect(new Set(columns).size).toBe(1);
});

it.each([1, 100, 1_000, 10_000, 50_000])('%i players give a profile without contradictions', (players) => {
  for (const [hitRate, queryMs] of [
    [0, 2],
    [0.9, 5],
    [0.99, 50],
  ] as const) {
    for (const actionsPerSecond of [0.1, 0.5]) {
      const sums = sizeStack({ ...load, players, hitRate, queryMs, targetMs: 100, actionsPerSecond }, 'durable');
      const tree = { platform: 'kubernetes', ...settingsTree(sizedSettings(sums)) };
      expect(() => checkSettings('sized', [{ source: 'size', tree }])).not.toThrow();
    }
  }
});

it.each([
  [{ players: 1_000_000, actionsPerSecond: 0.001 }, 'loadBalancer.maxConnections would be 1250000, at most 100000'],
  [{ players: 50_000, actionsPerSecond: 100 }, 'state.instances would be 2000, at most 64'],
  [{ hitRate: 0, players: 50_000 }, 'pgbouncer.replicas would be 20, at most 8'],
  [{ hitRate: 0, queryMs: 500, targetMs: 501 }, 'state.instances would be 101, at most 64'],
])('refuses what no stack takes: %j', (change, message) => {
  expect(() => sized(change)).toThrow(Failure);
  expect(() => sized(change)).toThrow(message);
});

it('refuses connections that no cluster takes', () => {
  expect(() => sizeCockroach(10_000)).toThrow(
    '10000 connections need 2500 vCPUs, with one node out: more than (15 - 1) × 64',
  );
});
