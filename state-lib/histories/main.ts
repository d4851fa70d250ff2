import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { appPassword, database } from '../test/backing/postgres.js';
import { startBacking } from '../test/backing/stack.js';
import type { Backing } from '../test/backing/stack.js';
import { check } from './checker.js';
import type { Fault } from './checker.js';
import { faults } from './faults.js';
import type { Mutation } from './mutations.js';
import { seeded } from './random.js';
import { now } from './record.js';
import type { Line, Window } from './record.js';
import { sum, Worker } from './workers.js';

export interface HistoryOptions {
  readonly operations: number;
  readonly seed: number;
  readonly instances?: number;
  readonly mutation?: Mutation | undefined;
  /** Names of faults to use; all by default. */
  readonly faults?: readonly string[] | undefined;
  readonly progress?: (text: string) => void;
}

export interface HistoryResult {
  readonly operations: number;
  /** Share of reads from the cache, of all and of those outside of faults. */
  readonly hits: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly inFault: number;
  readonly found: readonly Fault[];
}

/** Runs instances in processes of their own on real programs, breaks things meanwhile, and checks what they saw. */
export async function runHistory(options: HistoryOptions): Promise<HistoryResult> {
  const backing = await startBacking();
  const directory = mkdtempSync(join(tmpdir(), 'state-lib-history-'));
  const random = seeded(options.seed);
  try {
    const files = Array.from({ length: options.instances ?? 3 }, (_, index) => join(directory, `${index}.jsonl`));
    const workers: Worker[] = [];
    for (const [index, file] of files.entries())
      workers.push(
        await Worker.start({
          ...{ file, seed: Math.floor(random() * 2 ** 31), clients: 12, create: index === 0, writes: 0.04 },
          ...{ mutation: options.mutation, pgbouncer: backing.ports.pgbouncer, password: appPassword, database },
          ...{ sentinels: backing.settings.cache.sentinels.map(({ port }) => port), delayed: 0.05, delayMs: 60 },
        }),
      );
    const windows = await breakThings(options, backing, workers, random);
    await Promise.all(workers.map(async (worker) => await worker.stop()));
    const lines = files.flatMap((file) => readLines(file));
    if (process.env['KEEP'] !== undefined) process.stderr.write(`${directory} ${JSON.stringify(windows)}\n`);
    const final = await finalVersions(backing.ports.postgres);
    const { operations, hits, misses } = sum(workers.map(({ counts }) => counts));
    return {
      operations,
      hits: hits / Math.max(1, hits + misses),
      faults: countNames(windows),
      inFault: lines.filter(
        (line) => line.op === 'read' && windows.some(({ start, end }) => line.end >= start && line.start <= end),
      ).length,
      found: check(lines, final),
    };
  } finally {
    await backing.stop();
    if (process.env['KEEP'] === undefined) rmSync(directory, { recursive: true });
  }
}

function countNames(windows: readonly Window[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fault } of windows) counts[fault] = (counts[fault] ?? 0) + 1;
  return counts;
}

async function breakThings(
  options: HistoryOptions,
  backing: Backing,
  workers: readonly Worker[],
  random: () => number,
): Promise<Window[]> {
  const windows: Window[] = [];
  const names = options.faults ?? Object.keys(faults);
  const done = (): number => sum(workers.map(({ counts }) => counts)).operations;
  let turn = 0;
  while (done() < options.operations) {
    await setTimeout(500 + random() * 2_500);
    // Every kind in turn, in another order each time.
    const name = names.length === 0 ? undefined : names[(turn * 7 + options.seed) % names.length];
    turn += 1;
    if (name === undefined) continue;
    const start = now();
    await faults[name]?.({ backing, workers, random });
    windows.push({ fault: name, start, end: now() + 500_000 });
    options.progress?.(`${done()} operations, ${name}`);
  }
  // A last stretch without faults: recovery is checked too.
  await setTimeout(3_000);
  return windows;
}

function readLines(file: string): Line[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  // A killed process may leave half a line of reads at its end, before the next process goes on.
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });
}

async function finalVersions(port: number): Promise<Map<string, string>> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
  await client.connect();
  const { rows } = await client.query<{ key: string; version: string }>(
    `SELECT 'entity ' || id AS key, version FROM entities UNION ALL SELECT 'region ' || region_id, version FROM regions
UNION ALL SELECT 'player ' || username, version FROM players`,
  );
  await client.end();
  return new Map(rows.map(({ key, version }) => [key, version]));
}

if (process.argv[1]?.endsWith('histories/main.ts') === true) {
  const { values } = parseArgs({
    options: {
      operations: { type: 'string' },
      seed: { type: 'string' },
      mutation: { type: 'string' },
      fault: { type: 'string', multiple: true },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  process.stderr.write(`seed ${seed}\n`);
  const result = await runHistory({
    operations: Number(values.operations ?? 100_000),
    seed,
    mutation: values.mutation as Mutation | undefined,
    faults: values.fault,
    progress: (text) => process.stderr.write(`${text}\n`),
  });
  for (const { kind, text } of result.found.slice(0, 10)) process.stderr.write(`${kind}: ${text}\n`);
  process.stderr.write(`${JSON.stringify(result.faults)}\n`);
  const count = (kind: string): number => result.found.filter((fault) => fault.kind === kind).length;
  const total = Object.values(result.faults).reduce((one, other) => one + other, 0);
  process.stdout.write(
    `operations=${result.operations} hits=${result.hits.toFixed(3)} faults=${total} in_fault=${result.inFault} stale=${count('stale')} lost=${count('lost')}\n`,
  );
  process.exit(result.found.length === 0 ? 0 : 1);
}
