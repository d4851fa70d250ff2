import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { appPassword, database } from '../test/backing/postgres.js';
import { startBacking } from '../test/backing/stack.js';
import type { Backing } from '../test/backing/stack.js';
import { breakThings } from './break-things.js';
import { faults } from './faults/index.js';
import type { MutationName } from './mutations.js';
import { seeded } from './random.js';
import { reckon } from './reckon.js';
import type { HistoryResult } from './reckon.js';
import type { WorkerOrder } from './worker.js';
import { Worker } from './workers.js';

export interface HistoryOptions {
  /** Reads and writes that end, over all instances. */
  readonly operations: number;
  readonly seed: number;
  /** Operations from the recovery of a fault that leaves the cache cold to the next one; a third of it after others. Default 4,500. */
  readonly apart?: number;
  /** Processes. Default 3. */
  readonly instances?: number;
  readonly mutation?: MutationName | undefined;
  /** Kinds of fault. Default: all. */
  readonly kinds?: readonly string[] | undefined;
  readonly progress?: (operations: number, fault: string) => void;
  /** Ends it before; what was recorded by then is checked. */
  readonly signal?: AbortSignal | undefined;
  /** Where to keep the recorded lines; undefined: they are removed. */
  readonly keep?: string | undefined;
}

/** Runs instances in processes of their own on real programs, breaks things meanwhile, and checks what they saw. */
export async function runHistory(options: HistoryOptions): Promise<HistoryResult> {
  const directory = options.keep ?? mkdtempSync(join(tmpdir(), 'state-lib-history-'));
  const random = seeded(options.seed);
  const backing = await startBacking();
  const workers: Worker[] = [];
  try {
    await shortStatements(backing);
    const files = Array.from({ length: options.instances ?? 3 }, (_, index) => join(directory, `${index}.jsonl`));
    for (const [index, file] of files.entries())
      workers.push(await Worker.start(order(options, backing, file, index === 0, Math.floor(random() * 2 ** 31))));
    const plan = {
      operations: options.operations,
      apart: options.apart ?? 4_500,
      kinds: options.kinds ?? Object.keys(faults),
      signal: options.signal,
      progress: options.progress ?? (() => {}),
    };
    const windows = await breakThings(plan, { backing, workers, random });
    await Promise.all(workers.map(async (worker) => await worker.stop()));
    return await reckon(files, windows, await finalVersions(backing));
  } finally {
    for (const worker of workers) if (!worker.dead) worker.signal('SIGKILL');
    await backing.stop();
    if (options.keep === undefined) rmSync(directory, { recursive: true });
  }
}

const statementTimeoutMs = 1_000;

function order(
  { mutation }: HistoryOptions,
  { settings }: Backing,
  file: string,
  create: boolean,
  seed: number,
): WorkerOrder {
  return {
    ...{ file, seed, create, mutation, clients: 12, skew: 1 },
    delays: { share: 0.05, longest: 60 },
    settings: {
      database: { ...settings.database, password: appPassword, connectTimeoutMs: 2_000, statementTimeoutMs },
      cache: { ...settings.cache, commandTimeoutMs: 250 },
      coherence: { trustMs: 1_000, holdMs: 1_050, slackMs: 500 },
    },
  };
}

/** An announcement whose writer is gone lasts as long as a statement may run; a short run cannot wait for five seconds each time. */
async function shortStatements(backing: Backing): Promise<void> {
  await asOwner(backing, `ALTER ROLE app SET statement_timeout = '${statementTimeoutMs}ms'`);
  await asOwner(backing, `ALTER ROLE app SET idle_in_transaction_session_timeout = '${statementTimeoutMs}ms'`);
}

async function finalVersions(backing: Backing): Promise<Map<string, string>> {
  const rows = await asOwner(
    backing,
    `SELECT 'entity ' || id AS key, version FROM entities UNION ALL SELECT 'region ' || region_id, version FROM regions
UNION ALL SELECT 'player ' || username, version FROM players`,
  );
  return new Map(rows.map(({ key, version }) => [key, version]));
}

async function asOwner({ ports }: Backing, text: string): Promise<{ key: string; version: string }[]> {
  const client = new Client({ host: '127.0.0.1', port: ports.postgres, user: 'postgres', database });
  await client.connect();
  const { rows } = await client.query<{ key: string; version: string }>(text);
  await client.end();
  return rows;
}
